//! Numbers, plurals and dates by the browser's own `Intl`.

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use parvis_model::time::{Day, Time};
use parvis_view::words::{Format, Unit};
use wasm_bindgen::{JsCast, JsValue};

/// The formats of one locale, made once.
pub struct Locale {
    plural: Intl::PluralRules,
    relative: Intl::RelativeTimeFormat,
    date: Function,
    day: Function,
    numbers: [Function; 3],
}

impl Locale {
    /// Formats for `tag`, which falls back to the browser's own when it is unknown.
    pub fn new(tag: &str) -> Self {
        let known = Intl::get_canonical_locales(&tag.into()).length() > 0;
        let locales = if known { Array::of1(&tag.into()) } else { Array::new() };
        let date = Intl::DateTimeFormat::new(
            &locales,
            &options(&[("dateStyle", "long".into()), ("timeStyle", "short".into())]),
        );
        let day = Intl::DateTimeFormat::new(
            &locales,
            &options(&[("dateStyle", "long".into()), ("timeZone", "UTC".into())]),
        );
        let number = |decimals: u8| {
            let decimals = JsValue::from(decimals);
            let digits = [("minimumFractionDigits", decimals.clone()), ("maximumFractionDigits", decimals)];
            Intl::NumberFormat::new(&locales, &options(&digits)).format()
        };
        Self {
            plural: Intl::PluralRules::new(&locales, &Object::new()),
            relative: Intl::RelativeTimeFormat::new(&locales, &options(&[("numeric", "auto".into())])),
            date: date.format(),
            day: day.format(),
            numbers: [number(0), number(1), number(2)],
        }
    }
}

fn options(pairs: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (key, value) in pairs {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&object, &(*key).into(), value);
    }
    object
}

fn call(function: &Function, value: &JsValue) -> String {
    function.call1(&JsValue::UNDEFINED, value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

impl Format for Locale {
    fn plural(&self, n: u32) -> &'static str {
        let category = self.plural.select(f64::from(n));
        ["zero", "one", "two", "few", "many"].into_iter().find(|known| category == *known).unwrap_or("other")
    }

    fn number(&self, value: f64, decimals: u8) -> String {
        let [whole, one, two] = &self.numbers;
        let format = match decimals {
            0 => whole,
            1 => one,
            _ => two,
        };
        call(format, &value.into())
    }

    fn date(&self, at: Time) -> String {
        call(&self.date, Date::new(&(at.as_millis() as f64).into()).unchecked_ref())
    }

    fn day(&self, day: Day) -> String {
        call(&self.day, Date::new(&(day.to_time().as_millis() as f64).into()).unchecked_ref())
    }

    fn relative(&self, amount: i64, unit: Unit) -> String {
        let unit = match unit {
            Unit::Minute => "minute",
            Unit::Hour => "hour",
            Unit::Day => "day",
            Unit::Month => "month",
            Unit::Year => "year",
        };
        String::from(self.relative.format(amount as f64, unit))
    }
}
