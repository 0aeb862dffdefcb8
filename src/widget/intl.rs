//! Numbers, plurals and dates by the browser's own `Intl`.

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use parvis_model::time::{Day, Time};
use parvis_view::words::{Format, Unit};
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};

thread_local! {
    /// The locales of the page; it has one, or as many as its elements have languages.
    static LOCALES: RefCell<Vec<(String, Rc<Locale>)>> = const { RefCell::new(Vec::new()) };
}

/// The formats of one locale. Each is made at its first use: together they would cost as much as drawing an element.
pub struct Locale {
    locales: Array,
    plural: OnceCell<Intl::PluralRules>,
    relative: OnceCell<Intl::RelativeTimeFormat>,
    date: OnceCell<Function>,
    day: OnceCell<Function>,
    numbers: [OnceCell<Function>; 3],
}

impl Locale {
    /// Formats for `tag`, which falls back to the browser's own when it is unknown; the same for all elements.
    pub fn of(tag: &str) -> Rc<Self> {
        LOCALES.with_borrow_mut(|known| {
            if let Some((_, locale)) = known.iter().find(|(of, _)| of == tag) {
                return Rc::clone(locale);
            }
            let locale = Rc::new(Self::new(tag));
            known.push((tag.to_owned(), Rc::clone(&locale)));
            locale
        })
    }

    fn new(tag: &str) -> Self {
        let known = Intl::get_canonical_locales(&tag.into()).length() > 0;
        Self {
            locales: if known { Array::of1(&tag.into()) } else { Array::new() },
            plural: OnceCell::new(),
            relative: OnceCell::new(),
            date: OnceCell::new(),
            day: OnceCell::new(),
            numbers: [const { OnceCell::new() }; 3],
        }
    }

    fn dates(&self, more: (&str, JsValue)) -> Function {
        Intl::DateTimeFormat::new(&self.locales, &options(&[("dateStyle", "long".into()), more])).format()
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
        let plural = self.plural.get_or_init(|| Intl::PluralRules::new(&self.locales, &Object::new()));
        let category = plural.select(f64::from(n));
        ["zero", "one", "two", "few", "many"].into_iter().find(|known| category == *known).unwrap_or("other")
    }

    fn number(&self, value: f64, decimals: u8) -> String {
        let [whole, one, two] = &self.numbers;
        let (format, digits) = match decimals {
            0 => (whole, 0.0),
            1 => (one, 1.0),
            _ => (two, 2.0),
        };
        let format = format.get_or_init(|| {
            let digits = JsValue::from(digits);
            let digits = [("minimumFractionDigits", digits.clone()), ("maximumFractionDigits", digits)];
            Intl::NumberFormat::new(&self.locales, &options(&digits)).format()
        });
        call(format, &value.into())
    }

    fn date(&self, at: Time) -> String {
        let format = self.date.get_or_init(|| self.dates(("timeStyle", "short".into())));
        call(format, Date::new(&(at.as_millis() as f64).into()).unchecked_ref())
    }

    fn day(&self, day: Day) -> String {
        let format = self.day.get_or_init(|| self.dates(("timeZone", "UTC".into())));
        call(format, Date::new(&(day.to_time().as_millis() as f64).into()).unchecked_ref())
    }

    fn relative(&self, amount: i64, unit: Unit) -> String {
        let unit = match unit {
            Unit::Minute => "minute",
            Unit::Hour => "hour",
            Unit::Day => "day",
            Unit::Month => "month",
            Unit::Year => "year",
        };
        let relative = self.relative.get_or_init(|| {
            Intl::RelativeTimeFormat::new(&self.locales, &options(&[("numeric", "auto".into())]))
        });
        String::from(relative.format(amount as f64, unit))
    }
}
