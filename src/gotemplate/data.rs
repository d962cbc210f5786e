//! Template data out of JSON and YAML texts. Kuma's own data is a struct and does not come this way.

use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::value::{Data, IntType, Map, MapElements};

impl Data {
    /// All numbers as `float64`, which is what Go's encoding/json makes of them.
    #[must_use]
    pub fn with_float_numbers(self) -> Self {
        match self {
            Self::Int(_, value) => Self::Float(value as f64),
            Self::Uint(_, value) => Self::Float(value as f64),
            Self::List(items) => Self::List(items.into_iter().map(Self::with_float_numbers).collect()),
            Self::Map(map) => {
                let entries =
                    map.entries().iter().map(|(key, value)| (key.clone(), value.clone().with_float_numbers()));
                Self::Map(Map::new(map.elements(), entries))
            }
            other => other,
        }
    }
}

/// How deep data may nest; kept low because printing and dropping recurse.
pub const MAX_DATA_DEPTH: usize = 500;

/// Numbers written without a fraction or an exponent become `int64` if they fit, all others `float64`; of equal keys the
/// last one stays. Nesting is bounded by [`MAX_DATA_DEPTH`], so that a format's own bound can be switched off.
impl<'de> Deserialize<'de> for Data {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Nested { left: MAX_DATA_DEPTH }.deserialize(deserializer)
    }
}

#[derive(Clone, Copy)]
struct Nested {
    left: usize,
}

impl Nested {
    fn inner<E: Error>(self) -> Result<Self, E> {
        let left =
            self.left.checked_sub(1).ok_or_else(|| E::custom(format_args!("nested deeper than {MAX_DATA_DEPTH}")))?;
        Ok(Self { left })
    }
}

impl<'de> DeserializeSeed<'de> for Nested {
    type Value = Data;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Data, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Nested {
    type Value = Data;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Data, E> {
        Ok(Data::Nil)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Data, E> {
        Ok(Data::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Data, E> {
        Ok(Data::Int(IntType::Int64, value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Data, E> {
        Ok(i64::try_from(value).map_or(Data::Float(value as f64), |value| Data::Int(IntType::Int64, value)))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Data, E> {
        Ok(Data::Float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Data, E> {
        Ok(Data::string(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Data, A::Error> {
        let mut list = Vec::new();
        let inner = self.inner()?;
        while let Some(item) = items.next_element_seed(inner)? {
            list.push(item);
        }
        Ok(Data::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut items: A) -> Result<Data, A::Error> {
        let mut entries = Vec::new();
        let inner = self.inner()?;
        while let Some(key) = items.next_key::<String>()? {
            entries.push((key.into_bytes().into_boxed_slice(), items.next_value_seed(inner)?));
        }
        Ok(Data::Map(Map::new(MapElements::Any, entries)))
    }
}
