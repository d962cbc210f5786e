//! An answer that somebody has really given, so that a walk can go on from it (`probe`). It holds for the question that was
//! asked and for no other.

use super::message::Message;
use super::query::Query;

/// What was asked and what came.
#[derive(Clone, Debug)]
pub struct Observed {
    query: Query,
    message: Message<'static>,
}

impl Observed {
    /// `message` came for `query`.
    #[must_use]
    pub fn new(query: Query, message: Message<'static>) -> Self {
        Self { query, message }
    }

    /// The answer, if this is the question. Over which protocol and by whom it is asked does not matter.
    pub(super) fn answer(&self, query: &Query) -> Option<Message<'static>> {
        let is_same =
            self.query.name() == query.name() && (self.query.qtype, self.query.qclass) == (query.qtype, query.qclass);
        is_same.then(|| self.message.clone())
    }
}
