//! One element on the page: its pane, its words, its node, and the effects its pane asks for.

mod words;

use crate::draw::Drawing;
use crate::env::{Attributes, Env, texts_of};
use crate::hub::Hub;
use crate::listen;
use crate::pane::{Pane, Unreadable};
use crate::parts::{self, Missing};
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::{Date, Object, Reflect};
use parvis_model::time::Time;
use parvis_store::effect::{Effect, Want};
use parvis_store::load::Failure;
use parvis_store::page::Page;
use parvis_store::surface::Surface;
use parvis_view::frame::{Density, Frame, Look, Theme, base};
use parvis_view::words::Words;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;
use words::words;
use yew::{AttrValue, Html};

/// Milliseconds between the first content and loading what answers the visitor.
const BREATH: u32 = 50;

/// An element and everything that belongs to it alone.
pub struct Element {
    /// What it shares with the other elements.
    pub hub: Rc<Hub>,
    /// The inner node of its shadow root.
    pub node: HtmlElement,
    env: RefCell<Env>,
    words: RefCell<Words>,
    attributes: RefCell<Attributes>,
    pane: RefCell<Option<Box<dyn Pane>>>,
    said: RefCell<AttrValue>,
    focus: RefCell<Option<String>>,
    drawing: RefCell<Option<Drawing>>,
    is_due: Cell<bool>,
    listeners: RefCell<Vec<EventListener>>,
    is_ready: Cell<bool>,
    is_gone: Cell<bool>,
    knows_late: Cell<bool>,
    resume: RefCell<Option<Timeout>>,
}

impl Element {
    /// Draws an element and starts loading what it needs.
    pub fn mount(node: HtmlElement, attributes: &Object, env: Env) -> Rc<Self> {
        let hub = Hub::of(&env);
        let element = Rc::new(Self {
            words: RefCell::new(words(&env)),
            env: RefCell::new(env),
            attributes: RefCell::new(texts_of(attributes)),
            pane: RefCell::new(None),
            said: RefCell::default(),
            focus: RefCell::new(None),
            drawing: RefCell::new(None),
            is_due: Cell::new(false),
            listeners: RefCell::default(),
            is_ready: Cell::new(false),
            is_gone: Cell::new(false),
            knows_late: Cell::new(false),
            resume: RefCell::new(None),
            hub,
            node,
        });
        element.hub.join(&element);
        *element.listeners.borrow_mut() = listen::attach(&element);
        let document = element.node.owner_document();
        *element.drawing.borrow_mut() =
            document.map(|document| Drawing::new(document, element.node.clone().into()));
        element.show();
        // In a task of its own, as all that is long.
        let opening = Rc::clone(&element);
        Timeout::new(0, move || spawn_local(opening.open())).forget();
        element
    }

    async fn open(self: Rc<Self>) {
        let kind = self.env().text("element");
        let part = match kind.as_str() {
            "parvis-feed" => parts::feed().await,
            "parvis-reviews" => parts::reviews().await,
            "parvis-ideas" => parts::ideas().await,
            "parvis-poll" => parts::poll().await,
            _ => Err(Missing),
        };
        self.hub.restored().await;
        if self.hub.late_part().is_some() {
            // Without them an act shows the keys of its words, which is ugly and harmless.
            self.learn().await;
        }
        match part {
            Ok(part) => {
                *self.pane.borrow_mut() = Some((part.open)());
                self.configure();
            }
            Err(Missing) => self.env().fail("load", "its code could not be loaded"),
        }
    }

    fn configure(self: &Rc<Self>) {
        let attributes = self.attributes.borrow().clone();
        let outcome = self.pane.borrow_mut().as_mut().map(|pane| pane.configure(&attributes));
        match outcome {
            Some(Ok(effects)) => {
                self.draw();
                self.run_next(effects);
            }
            Some(Err(wrong)) => {
                let message = format!("attribute `{}` must be {}", wrong.attribute, wrong.allowed);
                self.env().fail("attribute", &message);
            }
            None => {}
        }
    }

    /// Takes in changed attributes and texts.
    pub fn update(self: &Rc<Self>, attributes: &Object, env: Env) {
        let words = words(&env);
        self.knows_late.set(false);
        *self.env.borrow_mut() = env;
        *self.attributes.borrow_mut() = texts_of(attributes);
        if self.hub.late_part().is_none() {
            *self.words.borrow_mut() = words;
        } else {
            // All words change at once: a form that is open would jump with each of two halves.
            let element = Rc::clone(self);
            spawn_local(async move { element.reword(words).await });
        }
        self.configure();
        self.draw();
    }

    /// Takes the element off the page.
    pub fn unmount(&self) {
        self.is_gone.set(true);
        self.listeners.borrow_mut().clear();
        self.resume.borrow_mut().take();
        self.drawing.borrow_mut().take();
        self.node.set_text_content(None);
        self.pane.borrow_mut().take();
        self.hub.leave(self);
    }

    /// Asks the service anew.
    pub fn refresh(self: &Rc<Self>) {
        let element = Rc::clone(self);
        self.hub.late(move |_| element.with_surface(|surface, _| surface.refresh()));
    }

    /// Moves the focus to the first control.
    pub fn focus(&self) {
        let control = self.node.query_selector("button, a, input, select, textarea, summary").ok().flatten();
        if let Some(control) = control.and_then(|control| control.dyn_into::<HtmlElement>().ok()) {
            // A control that cannot take the focus leaves it where it is.
            let _ = control.focus();
        }
    }

    /// Carries out what a control says, with its value, as soon as the part that answers is here.
    pub fn act(self: &Rc<Self>, text: String, value: String) {
        let element = Rc::clone(self);
        self.hub.late(move |late| (late.act)(&element, &text, &value));
    }

    /// Lets the pane's state act, where the part that answers is here, and carries out what it asks for.
    pub fn with_surface(self: &Rc<Self>, change: impl FnOnce(&mut dyn Surface, &mut Page) -> Vec<Effect>) {
        if let Some(late) = self.hub.late_part() {
            self.with_pane(|pane, page| change((late.surface)(pane.state()), page));
        }
    }

    /// Lets the pane change and carries out what it asks for.
    pub fn with_pane(self: &Rc<Self>, change: impl FnOnce(&mut dyn Pane, &mut Page) -> Vec<Effect>) {
        let effects = self.change(change);
        self.run(effects);
        self.draw();
    }

    fn change(&self, change: impl FnOnce(&mut dyn Pane, &mut Page) -> Vec<Effect>) -> Vec<Effect> {
        let mut pane = self.pane.borrow_mut();
        let Some(pane) = pane.as_mut() else { return Vec::new() };
        change(&mut **pane, &mut self.hub.page.borrow_mut())
    }

    /// Takes in the answer of a read. Reading a page of it and drawing it are tasks of their own, so that
    /// neither grows long.
    pub fn answered(self: &Rc<Self>, want: &Want, answer: Result<JsValue, Failure>) {
        let late = self.hub.late_part();
        let effects = self.change(|pane, page| {
            let arrived = answer.and_then(|answer| {
                let own = self.hub.own();
                let arrived = match (want, late) {
                    (Want::Pool, _) => own
                        .map_or(Err(Unreadable), |own| (own.arrived)(&self.hub, pane.state(), page, &answer)),
                    (Want::Candidates | Want::Words | Want::Item(_) | Want::Thread(_), Some(late)) => {
                        (late.arrived)(pane.state(), want, &answer)
                    }
                    _ => pane.arrived(want, answer),
                };
                arrived.map_err(|Unreadable| Failure::Service)
            });
            match (arrived, late) {
                (Ok(effects), Some(late)) => {
                    let surface = (late.surface)(pane.state());
                    let held: Vec<_> = page.outbox.published().filter(|id| surface.holds(*id)).collect();
                    page.outbox.seen(|id| held.contains(&id));
                    effects
                }
                (Ok(effects), None) => effects,
                (Err(failure), _) => pane.failed(want, failure),
            }
        });
        self.run_next(effects);
    }

    /// Carries effects out in a task of their own.
    fn run_next(self: &Rc<Self>, effects: Vec<Effect>) {
        let element = Rc::clone(self);
        Timeout::new(0, move || {
            if !element.is_gone() {
                element.run(effects);
                element.draw();
            }
        })
        .forget();
    }

    fn run(self: &Rc<Self>, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Get { path, want } => self.hub.read(self, &path, want),
                Effect::Submit(submit) => {
                    let element = Rc::clone(self);
                    self.hub.compose(move |compose| (compose.submit)(&element, &submit));
                }
                Effect::Write(write) => {
                    let element = Rc::clone(self);
                    self.hub.compose(move |compose| (compose.write)(&element, *write));
                }
                Effect::KeepDraft { form, fields } => self.hub.keep_draft(&form, fields),
                Effect::KeepOutbox => {
                    let hub = Rc::clone(&self.hub);
                    self.hub.compose(move |compose| (compose.keep)(&hub));
                }
                Effect::Announce(key, n) => self.announce(key, n),
                Effect::Focus(id) => *self.focus.borrow_mut() = Some(id),
                Effect::Pump => {
                    let hub = Rc::clone(&self.hub);
                    self.hub.compose(move |compose| (compose.pump)(&hub));
                }
                Effect::Resume => self.resume_soon(),
                Effect::Own(wish, value) => {
                    if let Some(late) = self.hub.late_part() {
                        (late.wish)(self, wish, value);
                    }
                }
                Effect::KeepProfile => {
                    if let Some(own) = self.hub.own() {
                        (own.keep)(&self.hub);
                    }
                }
                Effect::ExportProfile => {
                    if let Some(own) = self.hub.own() {
                        (own.export)(&self.hub);
                    }
                }
                Effect::Emit(name, about) => {
                    let (kind, value) = about.split_once(':').unwrap_or((&about, ""));
                    self.env().emit(name, &detail(&[("kind", kind), ("value", value)]), false);
                }
            }
        }
    }

    fn resume_soon(self: &Rc<Self>) {
        let element = Rc::clone(self);
        // Replacing the timer drops the one before: one slice at a time.
        let timer = Timeout::new(0, move || element.resume());
        *self.resume.borrow_mut() = Some(timer);
    }

    /// Lets the pane go on with what waited.
    pub fn resume(self: &Rc<Self>) {
        match self.hub.late_part() {
            Some(_) => self.with_surface(|surface, page| surface.resume(page)),
            None => self.with_pane(|pane, _| pane.draw_on()),
        }
    }

    /// Draws the element anew before the next frame, once for all who ask.
    pub fn draw(self: &Rc<Self>) {
        if !self.is_due.replace(true) {
            let element = Rc::clone(self);
            spawn_local(async move { element.show() });
        }
    }

    fn show(self: &Rc<Self>) {
        self.is_due.set(false);
        let view = self.view();
        // Not there: it has left the page.
        let Some(mut drawing) = self.drawing.borrow_mut().take() else { return };
        drawing.show(view);
        *self.drawing.borrow_mut() = Some(drawing);
        self.rendered();
    }

    /// What the loader gave.
    pub fn env(&self) -> Env {
        self.env.borrow().clone()
    }

    /// Whether it left the page.
    pub fn is_gone(&self) -> bool {
        self.is_gone.get()
    }

    fn view(&self) -> Html {
        let pane = self.pane.borrow();
        let words = self.words.borrow();
        let (sheets, panels) = (self.hub.sheets(), self.hub.panels());
        let frame = Frame {
            words: &words,
            now: now(),
            origin: &self.hub.api,
            site: &self.hub.site,
            sheets,
            panels,
            own: self.hub.own().map(|own| own.panels),
        };
        let view = pane.as_ref().map(|pane| pane.view(frame, &self.hub.page.borrow())).unwrap_or_default();
        base(frame, self.look(), self.said.borrow().clone(), view)
    }

    fn look(&self) -> Look {
        let theme = match self.env().text("theme").as_str() {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::Auto,
        };
        let is_compact = self.attributes.borrow().get("density").is_some_and(|density| density == "compact");
        Look { theme, density: if is_compact { Density::Compact } else { Density::Comfortable } }
    }

    fn rendered(self: &Rc<Self>) {
        let wanted = self.focus.borrow_mut().take();
        if let Some(id) = wanted {
            // A form hands the focus to its first control, so that writing can start at once.
            let within = format!("form[id='{id}'] :is(input, textarea, select)");
            let find = |selector: &str| self.node.query_selector(selector).ok().flatten();
            let node = find(&within).or_else(|| find(&format!("[id='{id}']")));
            match node.and_then(|node| node.dyn_into::<HtmlElement>().ok()) {
                // A node that cannot take the focus leaves it where it is.
                Some(node) => drop(node.focus()),
                // The form is on its way.
                None if self.hub.sheets().is_none() => *self.focus.borrow_mut() = Some(id),
                None => {}
            }
        }
        let ready = self.pane.borrow().as_ref().is_some_and(|pane| pane.is_ready());
        if ready && !self.is_ready.replace(true) {
            self.env().ready();
            let hub = Rc::clone(&self.hub);
            Timeout::new(BREATH, move || hub.listen_live()).forget();
        }
    }
}

/// The moment by the visitor's clock.
pub fn now() -> Time {
    Time::from_millis(Date::now() as i64)
}

/// A plain object of texts, for the detail of an event.
pub fn detail(pairs: &[(&str, &str)]) -> JsValue {
    let object = Object::new();
    for (key, value) in pairs {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&object, &(*key).into(), &(*value).into());
    }
    object.into()
}
