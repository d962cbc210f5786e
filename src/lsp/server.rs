//! The server's life: three threads, one that reads messages, one that checks documents, and this one, which answers from the
//! newest text and is the only one that writes. What a request gets as its answer is [`super::requests`]' business.

use std::collections::{BTreeSet, HashMap};
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};

use lsp_types::{
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, InitializeParams, MessageType,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::capabilities::{self, Features};
use super::document::{Document, Found, MAX_KEPT};
use super::frame::{self, Frame, MAX_MESSAGE, StreamError};
use super::rpc::{self, Code, Id, Incoming, RpcError};
use super::setup::{Host, Setup};
use super::worker::{self, Job, Outcome};
use super::{address, requests};

/// Documents that are open at once.
pub const MAX_OPEN: usize = 10_000;

/// Messages that wait to be answered; the reader waits, too, once there are more.
const MAX_WAITING: usize = 64;

/// Folders whose set-up is remembered.
const MAX_SETUPS: usize = 256;

/// How the conversation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// With `exit` behind `shutdown`, or because the client went away.
    Properly,
    /// With `exit` alone.
    Abruptly,
}

/// The conversation cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The client's stream is of no use.
    #[error(transparent)]
    Stream(#[from] StreamError),
    /// Nothing can be written.
    #[error("the client does not take answers: {0}")]
    Write(#[from] io::Error),
}

enum Event {
    Message(Incoming),
    NoMessage(Option<Id>, RpcError),
    Broken(StreamError),
    Over,
    Done { key: String, revision: u64, outcome: Outcome },
}

// Requests that the client has taken back, and that are not yet looked at.
type Cancelled = Mutex<BTreeSet<Id>>;

/// Serves one client until it says `exit` or goes away.
///
/// # Errors
/// A stream that cannot be used any more.
pub fn serve(input: impl BufRead + Send, output: &mut dyn Write, host: &Host<'_>) -> Result<Ended, ServeError> {
    let cancelled = Cancelled::default();
    let (around, folder) = (host.around, host.folder);
    std::thread::scope(|threads| {
        // Within the scope, so that the threads see it when nobody listens any more.
        let (events, incoming) = mpsc::sync_channel(MAX_WAITING);
        let (jobs, work) = mpsc::channel();
        let (sender, taken_back) = (events.clone(), &cancelled);
        threads.spawn(move || read(input, &sender, taken_back));
        threads.spawn(move || {
            worker::run(&work, around, folder, |job, outcome| {
                let key = job.uri.as_str().to_owned();
                events.send(Event::Done { key, revision: job.revision, outcome }).is_ok()
            });
        });
        let mut server = Server {
            output,
            host,
            phase: Phase::Created,
            features: Features::default(),
            documents: HashMap::new(),
            setups: HashMap::new(),
            complaints: BTreeSet::new(),
            jobs,
            revision: 0,
            folder: host.folder.to_path_buf(),
        };
        let ended = server.converse(&incoming, &cancelled);
        server.documents.values().for_each(Document::stop);
        ended
    })
}

fn read(mut input: impl BufRead, events: &SyncSender<Event>, cancelled: &Cancelled) {
    loop {
        let event = match frame::read(&mut input) {
            Ok(Some(Frame::Message(body))) => match rpc::parse(&body) {
                Ok(message) => Event::Message(message),
                Err((id, error)) => Event::NoMessage(id, error),
            },
            Ok(Some(Frame::NoLength)) => {
                Event::NoMessage(None, RpcError::new(Code::ParseError, "a header without a usable Content-Length"))
            }
            Ok(Some(Frame::TooLarge(len))) => {
                let message = format!("a message of {len} bytes; at most {MAX_MESSAGE} are read");
                Event::NoMessage(None, RpcError::new(Code::InvalidRequest, message))
            }
            Ok(None) => Event::Over,
            Err(error) => Event::Broken(error),
        };
        let mut is_last = matches!(event, Event::Over | Event::Broken(_));
        if let Event::Message(Incoming::Notification { method, params }) = &event {
            is_last |= method == "exit";
            if let Some(id) = params.get("id").and_then(Id::of).filter(|_| method == "$/cancelRequest") {
                cancelled.lock().unwrap_or_else(PoisonError::into_inner).insert(id);
            }
        }
        if events.send(event).is_err() || is_last {
            return;
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Created,
    Running,
    ShutDown,
}

/// What the server knows between messages.
pub struct Server<'a> {
    output: &'a mut dyn Write,
    host: &'a Host<'a>,
    phase: Phase,
    /// What the client can do.
    pub features: Features,
    documents: HashMap<String, Document>,
    setups: HashMap<PathBuf, Result<Arc<Setup>, String>>,
    // What the user has been told once.
    complaints: BTreeSet<String>,
    jobs: Sender<Job>,
    revision: u64,
    folder: PathBuf,
}

impl Server<'_> {
    /// The open document at an address.
    #[must_use]
    pub fn document(&self, uri: &lsp_types::Uri) -> Option<&Document> {
        self.documents.get(uri.as_str())
    }

    fn converse(&mut self, incoming: &Receiver<Event>, cancelled: &Cancelled) -> Result<Ended, ServeError> {
        loop {
            match incoming.recv() {
                Ok(Event::Message(message)) => {
                    if let Some(ended) = self.take(message, cancelled)? {
                        return Ok(ended);
                    }
                }
                Ok(Event::NoMessage(id, error)) => self.send(&rpc::response(id.as_ref(), Err(error)))?,
                Ok(Event::Done { key, revision, outcome }) => self.done(&key, revision, outcome)?,
                Ok(Event::Broken(error)) => return Err(error.into()),
                Ok(Event::Over) | Err(_) => {
                    let is_proper = self.phase == Phase::ShutDown;
                    return Ok(if is_proper { Ended::Properly } else { Ended::Abruptly });
                }
            }
        }
    }

    fn send(&mut self, body: &[u8]) -> io::Result<()> {
        frame::write(self.output, body)
    }

    fn notify(&mut self, method: &str, params: &Value) -> io::Result<()> {
        self.send(&rpc::notification(method, params))
    }

    fn take(&mut self, message: Incoming, cancelled: &Cancelled) -> io::Result<Option<Ended>> {
        match message {
            Incoming::Request { id, method, params } => {
                let is_taken_back = cancelled.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
                let outcome = if is_taken_back {
                    Err(RpcError::new(Code::RequestCancelled, "taken back by the client"))
                } else {
                    self.answer(&method, params)
                };
                self.send(&rpc::response(Some(&id), outcome))?;
                if method == "initialize" && self.phase == Phase::Running {
                    self.watch_pin_files()?;
                }
            }
            Incoming::Notification { method, .. } if method == "exit" => {
                let is_proper = self.phase == Phase::ShutDown;
                return Ok(Some(if is_proper { Ended::Properly } else { Ended::Abruptly }));
            }
            Incoming::Notification { method, params } if method == "$/cancelRequest" => {
                if let Some(id) = params.get("id").and_then(Id::of) {
                    cancelled.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
                }
            }
            Incoming::Notification { method, params } if self.phase == Phase::Running => self.note(&method, params)?,
            Incoming::Notification { .. } | Incoming::Response => {}
        }
        Ok(None)
    }

    fn answer(&mut self, method: &str, params: Value) -> Result<String, RpcError> {
        match (self.phase, method) {
            (Phase::Created, "initialize") => {
                let params: InitializeParams = parameters(params)?;
                self.initialize(&params);
                Ok(capabilities::answer(&self.features).to_string())
            }
            (Phase::Created, _) => {
                Err(RpcError::new(Code::ServerNotInitialized, format!("{method} before initialize")))
            }
            (Phase::ShutDown, _) => Err(RpcError::new(Code::InvalidRequest, format!("{method} behind shutdown"))),
            (Phase::Running, "initialize") => Err(RpcError::new(Code::InvalidRequest, "initialize for a second time")),
            (Phase::Running, "shutdown") => {
                self.phase = Phase::ShutDown;
                self.documents.values().for_each(Document::stop);
                Ok(Value::Null.to_string())
            }
            (Phase::Running, _) => requests::answer(self, method, params),
        }
    }

    fn initialize(&mut self, params: &InitializeParams) {
        self.features = Features::of(&params.capabilities);
        self.phase = Phase::Running;
        #[allow(deprecated, reason = "older clients say nothing else")]
        let root = params.root_uri.as_ref();
        let folders = params.workspace_folders.as_ref().and_then(|folders| folders.first());
        if let Some(path) = folders.map(|folder| &folder.uri).or(root).and_then(address::path) {
            self.folder = path;
        }
    }

    // A request of ours; whatever the client says to it, everything goes on.
    fn watch_pin_files(&mut self) -> io::Result<()> {
        if !self.features.watches_files {
            return Ok(());
        }
        let options = json!({ "watchers": [{ "globPattern": format!("**/{}", self.host.pin_file) }] });
        let registration =
            json!({ "id": "pin-files", "method": "workspace/didChangeWatchedFiles", "registerOptions": options });
        let params = json!({ "registrations": [registration] });
        self.send(&rpc::request("corefilectl/watch", "client/registerCapability", &params))
    }

    /// Takes a notification; one that makes no sense is passed over, as there is nobody to tell.
    fn note(&mut self, method: &str, params: Value) -> io::Result<()> {
        match method {
            "textDocument/didOpen" => match parameters(params) {
                Ok(params) => self.opened(params),
                Err(_) => Ok(()),
            },
            "textDocument/didChange" => match parameters(params) {
                Ok(params) => self.changed(params),
                Err(_) => Ok(()),
            },
            "textDocument/didClose" => match parameters::<DidCloseTextDocumentParams>(params) {
                Ok(params) => self.closed(&params.text_document.uri),
                Err(_) => Ok(()),
            },
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" | "workspace/didChangeWorkspaceFolders" => {
                // Whatever was written may be a pin file; a set-up costs less than finding that out.
                if params.to_string().contains(self.host.pin_file) {
                    self.set_up_anew()?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn opened(&mut self, params: DidOpenTextDocumentParams) -> io::Result<()> {
        let item = params.text_document;
        let key = item.uri.as_str().to_owned();
        if let Some(old) = self.documents.remove(&key) {
            old.stop();
        } else if self.documents.len() >= MAX_OPEN {
            return self.tell(format!("corefilectl: more than {MAX_OPEN} documents are open; {key} is left alone"));
        }
        let document = Document::new(item.uri, &item.language_id, item.version, item.text, self.features.encoding);
        self.documents.insert(key.clone(), document);
        self.check(&key)
    }

    fn changed(&mut self, params: DidChangeTextDocumentParams) -> io::Result<()> {
        let key = params.text_document.uri.as_str().to_owned();
        let Some(document) = self.documents.get_mut(&key) else { return Ok(()) };
        document.change(params.text_document.version, params.content_changes);
        if document.text.bytes().len() > MAX_KEPT {
            self.documents.remove(&key);
            return self.tell(format!(
                "corefilectl: {key} has grown beyond {MAX_KEPT} bytes; open it again to have it checked"
            ));
        }
        self.check(&key)
    }

    fn closed(&mut self, uri: &lsp_types::Uri) -> io::Result<()> {
        let Some(document) = self.documents.remove(uri.as_str()) else { return Ok(()) };
        document.stop();
        self.notify("textDocument/publishDiagnostics", &json!({ "uri": uri, "diagnostics": [] }))
    }

    /// Asks for the set-ups again, and checks every document with its own.
    fn set_up_anew(&mut self) -> io::Result<()> {
        self.setups.clear();
        self.complaints.clear();
        let keys: Vec<String> = self.documents.keys().cloned().collect();
        for key in keys {
            if let Some(document) = self.documents.get_mut(&key) {
                document.forget();
            }
            self.check(&key)?;
        }
        Ok(())
    }

    /// Has a document checked, in the thread for it.
    fn check(&mut self, key: &str) -> io::Result<()> {
        let Some(document) = self.documents.get_mut(key) else { return Ok(()) };
        if !document.is_ours() {
            return Ok(());
        }
        let folder = document.folder();
        let setup = self.setup(&folder.unwrap_or_else(|| self.folder.clone()));
        self.revision += 1;
        let (revision, client) = (self.revision, self.features.diagnostics);
        let Some(document) = self.documents.get_mut(key) else { return Ok(()) };
        let stop = document.start(revision);
        document.setup = setup.as_ref().ok().map(Arc::clone);
        let (uri, version) = (document.uri.clone(), document.version);
        let nothing = json!({ "uri": uri, "version": version, "diagnostics": [] });
        let setup = match setup {
            Ok(setup) => setup,
            Err(reason) => {
                self.notify("textDocument/publishDiagnostics", &nothing)?;
                return self.tell(format!("corefilectl: nothing is checked: {reason}"));
            }
        };
        let (len, limit) = (document.text.bytes().len(), document.max_bytes());
        if len > limit {
            let was_told = std::mem::replace(&mut document.told_too_large, true);
            let name = document.name.clone();
            self.notify("textDocument/publishDiagnostics", &nothing)?;
            let message = format!("corefilectl: {name} is not checked: it has {len} bytes, more than {limit}");
            return if was_told { Ok(()) } else { self.show(&message) };
        }
        document.told_too_large = false;
        let (name, text) = (document.name.clone(), Arc::clone(&document.text));
        // Without a thread to check there would be no server either.
        let _ = self.jobs.send(Job { uri, name, revision, text, setup, client, stop });
        Ok(())
    }

    fn setup(&mut self, folder: &Path) -> Result<Arc<Setup>, String> {
        if let Some(known) = self.setups.get(folder) {
            return known.clone();
        }
        if self.setups.len() >= MAX_SETUPS {
            self.setups.clear();
        }
        let setup = (self.host.setup)(folder).map(Arc::new);
        self.setups.insert(folder.to_path_buf(), setup.clone());
        setup
    }

    /// Publishes what was found, unless it is about a text that is gone.
    fn done(&mut self, key: &str, revision: u64, outcome: Outcome) -> io::Result<()> {
        let Some(document) = self.documents.get_mut(key).filter(|document| document.revision == revision) else {
            return Ok(());
        };
        match outcome {
            Outcome::Mended(text) => {
                if let Some(found) = document.found.as_mut().filter(|found| found.revision == revision) {
                    found.mended = Some(text);
                }
                Ok(())
            }
            Outcome::Checked { diagnostics, findings, left_out } => {
                let params = json!({ "uri": document.uri, "version": document.version, "diagnostics": diagnostics });
                let name = document.name.clone();
                document.found = Some(Found { revision, findings, mended: None });
                self.notify("textDocument/publishDiagnostics", &params)?;
                if left_out == 0 {
                    return Ok(());
                }
                self.log(&format!("{name}: {left_out} more findings are not shown; corefilectl lint shows all"))
            }
        }
    }

    // Says something to the user once.
    fn tell(&mut self, message: String) -> io::Result<()> {
        if self.complaints.contains(&message) {
            return Ok(());
        }
        self.show(&message)?;
        self.complaints.insert(message);
        Ok(())
    }

    fn show(&mut self, message: &str) -> io::Result<()> {
        self.notify("window/showMessage", &json!({ "type": MessageType::WARNING, "message": message }))
    }

    fn log(&mut self, message: &str) -> io::Result<()> {
        self.notify("window/logMessage", &json!({ "type": MessageType::INFO, "message": message }))
    }
}

/// Parameters of a known form.
///
/// # Errors
/// Anything else.
pub fn parameters<T: DeserializeOwned>(params: Value) -> Result<T, RpcError> {
    serde_json::from_value(params).map_err(|error| RpcError::new(Code::InvalidParams, error.to_string()))
}
