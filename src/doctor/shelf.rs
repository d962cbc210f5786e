//! The inputs while they are looked up again: each is cut into its pieces once, and what many data planes share is read once.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::evidence::{ConfigMap, Text, Values};
use super::node::{at, inner_text, scalar};
use crate::mesh::yaml::{Node, Piece, pieces};
use crate::source::{Offsets, Source, Span};

/// The inputs with what was read of them.
#[derive(Debug)]
pub struct Shelf<'s> {
    files: &'s [Source],
    pieces: Vec<OnceCell<Vec<Piece>>>,
    /// The piece that was read last: many ConfigMaps may stand in one.
    last: RefCell<Option<(usize, usize, Option<Node>)>>,
    /// Values by the place of their ConfigMap, and their key.
    values: RefCell<BTreeMap<Address, Option<Arc<Text>>>>,
}

/// The file, where the ConfigMap stands in it, and the key.
type Address = (usize, Span, String);

impl<'s> Shelf<'s> {
    /// Nothing is read yet.
    #[must_use]
    pub fn new(files: &'s [Source]) -> Self {
        let pieces = files.iter().map(|_| OnceCell::new()).collect();
        Self { files, pieces, last: RefCell::default(), values: RefCell::default() }
    }

    /// The value of a key of a ConfigMap, with its place.
    #[must_use]
    pub fn value(&self, config_map: &ConfigMap, key: &str) -> Option<Arc<Text>> {
        let piece = match &config_map.values {
            Values::Here(texts) => return texts.get(key).cloned(),
            Values::Piece(piece) => *piece,
        };
        let place = config_map.place;
        let address = (place.file, place.span, key.to_owned());
        if let Some(known) = self.values.borrow().get(&address) {
            return known.clone();
        }
        let found = self.read(config_map, piece, key).map(Arc::new);
        self.values.borrow_mut().insert(address, found.clone());
        found
    }

    fn read(&self, config_map: &ConfigMap, piece: usize, key: &str) -> Option<Text> {
        let file = config_map.place.file;
        let input = self.files.get(file)?.text();
        let mut last = self.last.borrow_mut();
        if last.as_ref().is_none_or(|(known, number, _)| (*known, *number) != (file, piece)) {
            let pieces = self.pieces.get(file)?.get_or_init(|| pieces(input));
            *last = Some((file, piece, pieces.get(piece)?.read(input).root));
        }
        let root = last.as_ref().and_then(|(_, _, root)| root.as_ref())?;
        // An object may stand in a list that is read in one piece.
        let object =
            std::iter::once(root).chain(at(root, &["items"]).into_iter().flat_map(|items| items.items())).find(
                |object| at(object, &["metadata", "name"]).is_some_and(|name| name.place() == config_map.place.span),
            )?;
        if let Some(value) = at(object, &["data", key]) {
            return inner_text(value, file, input);
        }
        let value = at(object, &["binaryData", key])?;
        let packed: String = scalar(value)?.chars().filter(|c| !c.is_ascii_whitespace()).collect();
        Some(Text { bytes: STANDARD.decode(packed).ok()?, file, offsets: Offsets::fixed(value.place().start) })
    }
}
