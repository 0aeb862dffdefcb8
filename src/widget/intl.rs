//! Numbers, plurals and dates by the browser's own `Intl`.

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use parvis_model::time::{Day, Time};
use parvis_view::words::{Format, Unit};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};

thread_local! {
    /// The locales of the page; it has one, or as many as its elements have languages.
    static LOCALES: RefCell<Vec<(String, Rc<Locale>)>> = const { RefCell::new(Vec::new()) };
}

/// The formats of one locale. Each is made at its first use: together they would cost as much as drawing an element.
pub struct Locale {
    locales: Array,
    made: RefCell<[Option<JsValue>; 7]>,
}

/// A format of a locale.
#[derive(Clone, Copy)]
enum Shape {
    Whole,
    Tenths,
    Hundredths,
    Plural,
    Relative,
    Moment,
    Day,
}

impl Locale {
    /// Formats for `tag`, which falls back to the browser's own when it is unknown; the same for all elements.
    pub fn of(tag: &str) -> Rc<Self> {
        LOCALES.with_borrow_mut(|known| {
            if let Some((_, locale)) = known.iter().find(|(of, _)| of == tag) {
                return Rc::clone(locale);
            }
            let is_known = Intl::get_canonical_locales(&tag.into()).length() > 0;
            let locales = if is_known { Array::of1(&tag.into()) } else { Array::new() };
            let locale = Rc::new(Self { locales, made: RefCell::default() });
            known.push((tag.to_owned(), Rc::clone(&locale)));
            locale
        })
    }

    fn get(&self, shape: Shape) -> JsValue {
        let mut made = self.made.borrow_mut();
        let Some(slot) = made.get_mut(shape as usize) else { return JsValue::UNDEFINED };
        slot.get_or_insert_with(|| make(&self.locales, shape)).clone()
    }

    fn formatted(&self, shape: Shape, value: &JsValue) -> String {
        let format: Function = self.get(shape).unchecked_into();
        format.call1(&JsValue::UNDEFINED, value).ok().and_then(|text| text.as_string()).unwrap_or_default()
    }
}

fn make(locales: &Array, shape: Shape) -> JsValue {
    let date = |name, value: &str| {
        let options = options(&[("dateStyle", "long".into()), (name, value.into())]);
        Intl::DateTimeFormat::new(locales, &options).format().into()
    };
    match shape {
        Shape::Whole | Shape::Tenths | Shape::Hundredths => {
            let digits = JsValue::from(shape as u8);
            let digits = [("minimumFractionDigits", digits.clone()), ("maximumFractionDigits", digits)];
            Intl::NumberFormat::new(locales, &options(&digits)).format().into()
        }
        Shape::Plural => Intl::PluralRules::new(locales, &Object::new()).into(),
        Shape::Relative => {
            Intl::RelativeTimeFormat::new(locales, &options(&[("numeric", "auto".into())])).into()
        }
        Shape::Moment => date("timeStyle", "short"),
        Shape::Day => date("timeZone", "UTC"),
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

impl Format for Locale {
    fn plural(&self, n: u32) -> &'static str {
        let category = self.get(Shape::Plural).unchecked_ref::<Intl::PluralRules>().select(f64::from(n));
        ["zero", "one", "two", "few", "many"].into_iter().find(|known| category == *known).unwrap_or("other")
    }

    fn number(&self, value: f64, decimals: u8) -> String {
        let shape = match decimals {
            0 => Shape::Whole,
            1 => Shape::Tenths,
            _ => Shape::Hundredths,
        };
        self.formatted(shape, &value.into())
    }

    fn date(&self, at: Time) -> String {
        self.formatted(Shape::Moment, &Date::new(&(at.as_millis() as f64).into()))
    }

    fn day(&self, day: Day) -> String {
        self.formatted(Shape::Day, &Date::new(&(day.to_time().as_millis() as f64).into()))
    }

    fn relative(&self, amount: i64, unit: Unit) -> String {
        let unit = match unit {
            Unit::Minute => "minute",
            Unit::Hour => "hour",
            Unit::Day => "day",
            Unit::Month => "month",
            Unit::Year => "year",
        };
        let relative = self.get(Shape::Relative);
        String::from(relative.unchecked_ref::<Intl::RelativeTimeFormat>().format(amount as f64, unit))
    }
}
