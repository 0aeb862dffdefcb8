//! Cards that change places glide to them, so that the eye can follow what the visitor has asked for.
//!
//! Where each card stood is taken before the drawing, where it stands after it. Only what moves is moved, as seen on
//! the screen: the layout is the new one from the first frame on.

use crate::reach::{call, object, of, of_window};
use js_sys::Array;
use wasm_bindgen::JsValue;

/// Milliseconds of a glide.
const DURATION: f64 = 180.0;
/// Pixels below which nobody sees that a card has moved.
const SEEN: f64 = 2.0;
/// The name of the animation, to know it again.
const NAME: &str = "glide of parvis";

/// Where the cards of an element stood.
pub struct Glide {
    node: JsValue,
    height: f64,
    stood: Vec<(JsValue, f64)>,
}

impl Glide {
    /// Where the cards inside a node stand now; none where the visitor wants no motion.
    pub fn of(node: &JsValue) -> Option<Self> {
        let height = of_window("innerHeight").ok()?.as_f64()?;
        let media = ["(prefers-reduced-motion: no-preference)".into()];
        let asked = call(&web_sys::window().into(), "matchMedia", media).ok()?;
        let is_wanted = of(&asked, "matches").is_ok_and(|matches| matches.is_truthy());
        let stood = || cards(node).iter().filter_map(|card| Some((card.clone(), top(&card)?))).collect();
        is_wanted.then(|| Self { node: node.clone(), height, stood: stood() })
    }

    /// Lets each card that was there before come from where it stood.
    pub fn play(&self) {
        let cards = cards(&self.node);
        for card in cards.iter() {
            stop(&card);
        }
        for card in cards.iter() {
            let stood = self.stood.iter().find(|(known, _)| *known == card);
            let (Some((_, from)), Some(to)) = (stood, top(&card)) else { continue };
            let is_near = |top: &f64| *top > -self.height && *top < 2.0 * self.height;
            let way = from - to;
            if way.abs() >= SEEN && (is_near(from) || is_near(&to)) {
                // From far away it comes from the edge of what is seen.
                start(&card, way.clamp(-self.height, self.height));
            }
        }
    }
}

/// The cards of the lists inside a node, in order.
fn cards(node: &JsValue) -> Array {
    let found = call(node, "querySelectorAll", ["article[id^='item-']".into()]);
    found.map_or_else(|_| Array::new(), |found| Array::from(&found))
}

fn top(card: &JsValue) -> Option<f64> {
    of(&call(card, "getBoundingClientRect", []).ok()?, "top").ok()?.as_f64()
}

fn start(card: &JsValue, way: f64) {
    let frame = |transform: &str| object([("transform", transform.into())]);
    let frames = Array::of2(&frame(&format!("translateY({way}px)")), &frame("none"));
    let options = object([("id", NAME.into()), ("duration", DURATION.into()), ("easing", "ease-out".into())]);
    // A browser or a page without it goes without motion.
    let _ = call(card, "animate", [frames.into(), options]);
}

/// Ends what is left of a glide, so that where the card stands can be told.
fn stop(card: &JsValue) {
    let Ok(running) = call(card, "getAnimations", []) else { return };
    for animation in Array::from(&running) {
        if of(&animation, "id").is_ok_and(|id| id == NAME) {
            // One that is over is over.
            let _ = call(&animation, "cancel", []);
        }
    }
}
