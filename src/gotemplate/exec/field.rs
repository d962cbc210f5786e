//! Fields, map entries and methods of a value, as `.A.B` names them.

use super::super::fmt::Argument;
use super::super::schema::MethodResult;
use super::super::value::{Interface, Kind, Value, bit};
use super::{Executed, Machine};

impl<'a> Machine<'a> {
    /// Follows `names` (`.A.B`) from `receiver`. Only the last one could take arguments, and nothing here does.
    pub(super) fn fields(&self, receiver: &Value<'a>, names: &'a [u8], arguments: usize) -> Executed<Value<'a>> {
        let mut names = names.get(1..).unwrap_or(&[]);
        let Some(dot) = memchr::memchr(b'.', names) else { return self.field(receiver, names, arguments) };
        let mut value = self.field(receiver, &names[..dot], 0)?;
        names = &names[dot + 1..];
        while let Some(dot) = memchr::memchr(b'.', names) {
            value = self.field(&value, &names[..dot], 0)?;
            names = &names[dot + 1..];
        }
        self.field(&value, names, arguments)
    }

    fn field(&self, receiver: &Value<'a>, name: &'a [u8], arguments: usize) -> Executed<Value<'a>> {
        let origin = receiver.origin;
        match &receiver.kind {
            Kind::Invalid if receiver.interface == Interface::None => return Ok(Value::INVALID),
            Kind::Invalid => {
                let seen = Argument::type_named(receiver.static_type());
                return self.fail_with("nil pointer evaluating %s.%s", &[seen, Argument::Text(name)]);
            }
            Kind::Struct(data) => {
                if let Some(index) = data.schema.field(name) {
                    if arguments > 0 {
                        return self.fail("%s has arguments but cannot be invoked as function", &[name]);
                    }
                    let Some(field) = data.fields.get(index) else { return Ok(Value::INVALID) };
                    let mut value = Value::concrete(field);
                    value.origin = origin | bit(index);
                    self.fields_read.set(self.fields_read.get() | value.origin);
                    return Ok(value);
                }
                if let Some(method) = data.schema.method(name) {
                    return self.method(method.result, name, arguments);
                }
            }
            Kind::Map(map) => {
                if arguments > 0 {
                    return self.fail("%s is not a method but has arguments", &[name]);
                }
                return Ok(map.get(name).map_or(Value::INVALID, |data| Value { origin, ..Value::of_map(map, data) }));
            }
            _ => {}
        }
        self.unknown_field(name, receiver.static_type())
    }

    fn method(&self, result: MethodResult, name: &'a [u8], arguments: usize) -> Executed<Value<'a>> {
        if arguments > 0 {
            return self.argument_count(name, false, 0, i64::try_from(arguments).unwrap_or(i64::MAX));
        }
        match result {
            MethodResult::NilError => Ok(Value { interface: Interface::Error, ..Value::INVALID }),
            MethodResult::Nothing if self.job.go.at_least(23) => {
                let error = [b"function ", name, b" has 0 return values; should be 1 or 2"].concat();
                self.fail_with("%v", &[Argument::error(error)])
            }
            MethodResult::Nothing => {
                let arguments = [Argument::Text(name), Argument::Int(0)];
                self.fail_with("can't call method/function %q with %d results", &arguments)
            }
        }
    }
}
