//! Go struct types as a template sees them: names, fields in order, and the methods that can be reached from a value.

/// A Go struct type.
#[derive(Debug, PartialEq, Eq)]
pub struct StructType {
    /// The name that Go prints, with its package: `kumadp.DNS`.
    pub name: &'static str,
    /// Fields in declaration order, which is the order in which `{{ . }}` prints them.
    pub fields: &'static [Field],
    /// Methods reachable from a value that is not addressable, promoted ones included.
    pub methods: &'static [Method],
}

/// A field of a [`StructType`].
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// The Go name.
    pub name: &'static str,
}

/// A method without parameters.
#[derive(Debug, PartialEq, Eq)]
pub struct Method {
    /// The Go name.
    pub name: &'static str,
    /// What calling it gives.
    pub result: MethodResult,
}

/// What a method without parameters returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MethodResult {
    /// An `error` that is nil.
    NilError,
    /// Nothing at all, which a template may not call.
    Nothing,
}

impl StructType {
    /// Index and description of the field called `name` (letter case counts, as in Go).
    #[must_use]
    pub fn field(&self, name: &[u8]) -> Option<usize> {
        self.fields.iter().position(|field| field.name.as_bytes() == name)
    }

    /// The method called `name`.
    #[must_use]
    pub fn method(&self, name: &[u8]) -> Option<&'static Method> {
        self.methods.iter().find(|method| method.name.as_bytes() == name)
    }
}
