//! Where the device is: asked of the browser at the visitor's press and never otherwise, and rounded to about 11 km
//! before anything else sees it.

use crate::element::Element;
use crate::reach::{call, object, of, of_window};
use gloo::timers::callback::Timeout;
use js_sys::Promise;
use parvis_model::locality::Point;
use parvis_store::feed::own::home::Lost;
use parvis_store::wish::Wish;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Milliseconds that the device gets to find its place.
const PATIENCE: u32 = 15_000;
/// Milliseconds that the visitor gets to answer as well: some browsers never tell that a question was put aside.
const MOST_PATIENCE: u32 = 90_000;
/// Milliseconds for which a place that the browser knows already is good enough.
const FRESH: u32 = 3_600_000;
/// The numbers of the reasons a browser gives.
const REFUSED: f64 = 1.0;
const ABSENT: f64 = 2.0;
const LATE: f64 = 3.0;

/// Asks the browser, and hands on what comes of it as a wish.
pub fn locate(element: &Rc<Element>) {
    let element = Rc::clone(element);
    spawn_local(async move {
        let wish = match find().await {
            Ok(at) => Wish::Located(at),
            Err(lost) => Wish::Unlocated(lost),
        };
        super::wish(&element, &wish.to_string(), "");
    });
}

async fn find() -> Result<Point, Lost> {
    let mut timer = None;
    let asked = Promise::new(&mut |found, lost| {
        let options = object([("timeout", PATIENCE.into()), ("maximumAge", FRESH.into())]);
        let navigator = of_window("navigator");
        let asked = navigator.and_then(|navigator| of(&navigator, "geolocation")).and_then(|geolocation| {
            call(&geolocation, "getCurrentPosition", [found.into(), lost.clone().into(), options])
        });
        // A browser that cannot be asked has answered.
        let (patience, code) = if asked.is_ok() { (MOST_PATIENCE, LATE) } else { (0, ABSENT) };
        let error = object([("code", code.into())]);
        timer = Some(Timeout::new(patience, move || drop(lost.call1(&JsValue::NULL, &error))));
    });
    match JsFuture::from(asked).await {
        Ok(position) => point(&position).ok_or(Lost::Absent),
        Err(error) => Err(reason(&error)),
    }
}

fn point(position: &JsValue) -> Option<Point> {
    let coordinates = of(position, "coords").ok()?;
    let degrees = |name: &str| of(&coordinates, name).ok()?.as_f64();
    Point::of(degrees("latitude")?, degrees("longitude")?)
}

fn reason(error: &JsValue) -> Lost {
    let code = of(error, "code").ok().and_then(|code| code.as_f64());
    if code == Some(REFUSED) {
        Lost::Refused
    } else if code == Some(LATE) {
        Lost::Late
    } else {
        Lost::Absent
    }
}
