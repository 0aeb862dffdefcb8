//! What all elements of one site share on a page: the page state, reads under way, the stream, the store.

pub mod wishes;

use crate::compose::Compose;
use crate::element::Element;
use crate::env::Env;
use crate::keep::Keeper;
use crate::late::Late;
use crate::live::Stream;
use crate::net;
use crate::parts;
use crate::read::read_text;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use parvis_model::map::Map;
use parvis_store::effect::Want;
use parvis_store::page::Page;
use parvis_view::pieces::compose::Sheets;
use parvis_view::pieces::panels::Panels;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use wishes::Wishes;

/// The elements of one site on this page, and what they share.
pub struct Hub {
    /// The address of the service, without a slash at its end.
    pub api: String,
    /// The site.
    pub site: String,
    /// The pure state.
    pub page: RefCell<Page>,
    /// What may be kept on the device.
    pub keeper: Keeper,
    /// The anonymous token, once proved.
    pub token: RefCell<Option<String>>,
    /// The timer of the next attempt to send.
    pub retry: RefCell<Option<Timeout>>,
    /// The number of the last live event, to resume from.
    pub last_event: RefCell<String>,
    elements: RefCell<Vec<Rc<Element>>>,
    late: Cell<Option<Late>>,
    to_late: RefCell<Vec<Todo<Late>>>,
    is_late_loading: Cell<bool>,
    compose: Cell<Option<Compose>>,
    to_compose: RefCell<Vec<Todo<Compose>>>,
    is_loading: Cell<bool>,
    /// Wishes about the visitor's own order.
    pub wishes: Wishes,
    reads: RefCell<Map<String, Waiting>>,
    about_site: RefCell<Option<JsValue>>,
    asked: RefCell<Vec<String>>,
    /// The live stream, while it is open.
    pub stream: RefCell<Option<Stream>>,
    /// Whether anything on the page wants the live stream.
    pub wants_stream: Cell<bool>,
    listeners: RefCell<Vec<EventListener>>,
}

/// Something to do once a part is here.
type Todo<T> = Box<dyn FnOnce(&T)>;

/// Who waits for a read, and what for.
type Waiting = Vec<(Rc<Element>, Want)>;

thread_local! {
    static HUBS: RefCell<Vec<Rc<Hub>>> = const { RefCell::new(Vec::new()) };
}

/// Does something with every hub of the page.
pub fn for_each(act: impl Fn(&Rc<Hub>)) {
    let hubs: Vec<Rc<Hub>> = HUBS.with(|hubs| hubs.borrow().clone());
    hubs.iter().for_each(act);
}

impl Hub {
    /// The hub of an element's site; made at the first element.
    pub fn of(env: &Env) -> Rc<Self> {
        let (api, site) = (env.text("api"), env.text("site"));
        HUBS.with(|hubs| {
            let mut hubs = hubs.borrow_mut();
            if let Some(hub) = hubs.iter().find(|hub| hub.api == api && hub.site == site) {
                return Rc::clone(hub);
            }
            let hub = Rc::new(Self::new(api, site, env));
            hubs.push(Rc::clone(&hub));
            hub
        })
    }

    fn new(api: String, site: String, env: &Env) -> Self {
        let keeper = Keeper::new(&site, env.consent());
        let mut page = Page::new(&env.text("lang"));
        page.mine = keeper.find("mine").and_then(|text| read_text(&text)).unwrap_or_default();
        page.online = net::is_online();
        Self {
            api,
            site,
            page: RefCell::new(page),
            token: RefCell::new(None),
            keeper,
            retry: RefCell::new(None),
            last_event: RefCell::default(),
            elements: RefCell::default(),
            late: Cell::new(None),
            to_late: RefCell::default(),
            is_late_loading: Cell::new(false),
            compose: Cell::new(None),
            to_compose: RefCell::default(),
            is_loading: Cell::new(false),
            wishes: Wishes::default(),
            reads: RefCell::default(),
            about_site: RefCell::new(None),
            asked: RefCell::default(),
            stream: RefCell::new(None),
            wants_stream: Cell::new(false),
            listeners: RefCell::default(),
        }
    }

    /// Adds an element; the first one starts what listens to the page.
    pub fn join(self: &Rc<Self>, element: &Rc<Element>) {
        let is_first = self.elements.borrow().is_empty();
        self.elements.borrow_mut().push(Rc::clone(element));
        if is_first {
            let online = Rc::clone(self);
            let visible = Rc::clone(self);
            *self.listeners.borrow_mut() = net::watch(
                move |is_online| online.network(is_online),
                move |is_visible| visible.visibility(is_visible),
            );
            if self.has_kept() {
                self.compose(|_| ());
            }
        }
    }

    /// Does something with the part that answers the visitor, as soon as it is here. When it cannot be loaded, what
    /// is to be done waits for the next reason to load it.
    pub fn late(self: &Rc<Self>, act: impl FnOnce(&Late) + 'static) {
        if let Some(late) = self.late.get() {
            return act(&late);
        }
        self.to_late.borrow_mut().push(Box::new(act));
        self.load_late();
    }

    fn load_late(self: &Rc<Self>) {
        if !self.is_late_loading.replace(true) {
            let hub = Rc::clone(self);
            spawn_local(async move { hub.answer().await });
        }
    }

    async fn answer(self: &Rc<Self>) {
        let part = parts::late().await;
        let mut is_told = true;
        while is_told && let Some(element) = self.elements().into_iter().find(|element| !element.knows_late())
        {
            is_told = element.learn().await;
        }
        self.is_late_loading.set(false);
        let (Ok(late), true) = (part, is_told) else { return };
        self.late.set(Some(late));
        (late.recall)(self);
        let waiting = self.to_late.take();
        waiting.into_iter().for_each(|act| act(&late));
        self.draw_all();
    }

    /// The part that answers the visitor, once it is here.
    pub fn late_part(&self) -> Option<Late> {
        self.late.get()
    }

    /// What opens under an item, once its part is here.
    pub fn panels(&self) -> Option<&'static Panels> {
        self.late.get().map(|late| late.panels)
    }

    /// Does something with the part that contributes, as soon as it is here. When it cannot be loaded, what
    /// is to be done waits for the next reason to load it.
    pub fn compose(self: &Rc<Self>, act: impl FnOnce(&Compose) + 'static) {
        if let Some(compose) = self.compose.get() {
            return act(&compose);
        }
        self.to_compose.borrow_mut().push(Box::new(act));
        self.load_compose();
    }

    fn load_compose(self: &Rc<Self>) {
        if !self.is_loading.replace(true) {
            let hub = Rc::clone(self);
            spawn_local(async move { hub.wake().await });
        }
    }

    /// Loads the part that contributes and takes back in what the device kept; when it cannot be loaded, the
    /// next reason to load it tries again.
    async fn wake(self: &Rc<Self>) {
        // What contributes acts on the elements.
        if self.late.get().is_none() {
            self.answer().await;
        }
        let part = parts::compose().await;
        self.is_loading.set(false);
        let (Ok(compose), Some(_)) = (part, self.late.get()) else { return };
        if self.compose.replace(Some(compose)).is_none() {
            (compose.wake)(self);
        }
        let waiting = self.to_compose.take();
        waiting.into_iter().for_each(|act| act(&compose));
        self.draw_all();
    }

    /// Waits for what the device has kept to be sent, if anything: it is drawn with the first content, so that
    /// nothing moves later.
    pub async fn restored(self: &Rc<Self>) {
        if self.compose.get().is_none() && self.has_kept() {
            self.wake().await;
        }
    }

    fn has_kept(&self) -> bool {
        !self.keeper.keys("outbox:").is_empty()
    }

    /// The forms, once their part is here.
    pub fn sheets(&self) -> Option<&'static Sheets> {
        self.compose.get().map(|compose| compose.sheets)
    }

    /// What the site says of itself, once it was asked.
    pub fn about_site(&self) -> Option<JsValue> {
        self.about_site.borrow().clone()
    }

    /// Takes an element out; the last one stops everything.
    pub fn leave(&self, element: &Element) {
        self.elements.borrow_mut().retain(|other| !std::ptr::eq(&**other, element));
        if self.elements.borrow().is_empty() {
            self.listeners.borrow_mut().clear();
            self.stream.borrow_mut().take();
            self.wants_stream.set(false);
            self.retry.borrow_mut().take();
        }
    }

    /// The elements that are on the page now.
    pub fn elements(&self) -> Vec<Rc<Element>> {
        self.elements.borrow().clone()
    }

    /// Draws every element anew.
    pub fn draw_all(&self) {
        self.elements().iter().for_each(|element| element.draw());
    }

    /// Reads a path for an element; the same path on its way serves all who want it.
    pub fn read(self: &Rc<Self>, element: &Rc<Element>, path: &str, want: Want) {
        if want == Want::Site
            && let Some(site) = self.about_site.borrow().clone()
        {
            let element = Rc::clone(element);
            spawn_local(async move { element.answered(&Want::Site, Ok(site)) });
            return;
        }
        // What is asked for a second time is asked for because it may have changed.
        let is_fresh = {
            let mut asked = self.asked.borrow_mut();
            let again = asked.iter().any(|known| known == path);
            if !again {
                asked.push(path.to_owned());
            }
            again
        };
        let is_coming = {
            let mut reads = self.reads.borrow_mut();
            // Nobody waits for the list that was left: it may come after the one that was chosen.
            for waiting in reads.values_mut() {
                waiting.retain(|(other, old)| !(Rc::ptr_eq(other, element) && want.replaces(old)));
            }
            let is_coming = reads.contains_key(path);
            reads.or_default(path.to_owned()).push((Rc::clone(element), want));
            is_coming
        };
        if is_coming {
            return;
        }
        let (hub, path) = (Rc::clone(self), path.to_owned());
        spawn_local(async move {
            let answer = net::get(&format!("{}/v1/{}{path}", hub.api, hub.site), is_fresh).await;
            let waiting = hub.reads.borrow_mut().remove(&path).unwrap_or_default();
            if path.is_empty()
                && let Ok(site) = &answer
            {
                *hub.about_site.borrow_mut() = Some(site.clone());
            }
            for (element, want) in waiting {
                if !element.is_gone() {
                    element.answered(&want, answer.clone());
                }
            }
        });
    }

    /// Opens the one stream of the page, unless it is open or the page is hidden.
    pub fn listen_live(self: &Rc<Self>) {
        self.wants_stream.set(true);
        let hub = Rc::clone(self);
        self.late(move |late| (late.follow)(&hub));
    }

    fn visibility(self: &Rc<Self>, is_visible: bool) {
        if !is_visible {
            self.stream.borrow_mut().take();
        } else if self.wants_stream.get() {
            self.listen_live();
        }
    }

    fn network(self: &Rc<Self>, is_online: bool) {
        {
            let mut page = self.page.borrow_mut();
            page.online = is_online;
            if is_online {
                page.outbox.wake();
            }
        }
        if is_online {
            match self.compose.get() {
                Some(compose) => (compose.pump)(self),
                None if !self.to_compose.borrow().is_empty() => self.load_compose(),
                None if !self.to_late.borrow().is_empty() => self.load_late(),
                None => {}
            }
            if let Some(late) = self.late.get() {
                (late.load_own)(self);
            }
        }
        self.draw_all();
    }

    /// Keeps or drops a form on the device.
    pub fn keep_draft(&self, form: &str, fields: Option<Vec<(String, String)>>) {
        if let Some(compose) = self.compose.get() {
            (compose.keep_draft)(self, form, fields.as_ref());
        }
        let mut page = self.page.borrow_mut();
        match fields {
            Some(fields) => page.drafts.insert(form.to_owned(), fields),
            None => page.drafts.remove(form),
        };
    }

    /// Keeps the outbox and one's own acts on the device as they stand, where anything of them can have changed.
    pub fn keep_outbox(&self) {
        if let Some(compose) = self.compose.get() {
            (compose.keep)(self);
        }
    }

    /// Takes in what the visitor allows.
    pub fn set_consent(self: &Rc<Self>, granted: Option<bool>) {
        self.keeper.allow(granted);
        if granted == Some(true) {
            self.keep_outbox();
        }
        if let Some(own) = self.own() {
            (own.keep)(self);
        }
    }
}
