//! The data of recorded cases as the engine takes them: the datatypes of the corpus, Kuma's struct of each era among them.

use corefilectl::gotemplate::value::{Data, IntType, Struct, UintType};
use corefilectl::mesh::Era;
use corefilectl::mesh::schema::BASE_CONFIG;

/// `plain` (JSON, whole numbers as int64) as a value of `datatype`.
pub fn typed(datatype: &str, plain: &Data) -> Data {
    let era = match datatype {
        "typed" => return plain.clone(),
        "json" => return plain.clone().with_float_numbers(),
        "dns20" => Era::V1_3_1,
        "dns25" => Era::V2_5,
        "dns27" => Era::V2_6,
        "dns28" => Era::V2_8,
        "dns211" => Era::V2_11,
        other => panic!("unknown datatype {other}"),
    };
    let schema = era.schema();
    let Data::Map(given) = plain else { panic!("{datatype}: a struct is given as an object") };
    let field = |name: &'static str| match given.get(name.as_bytes()) {
        Some(Data::Int(IntType::Int64, port)) => Data::Uint(UintType::Uint32, u64::try_from(*port).expect("a port")),
        Some(other) => other.clone(),
        None if name == "BaseConfig" => Data::Struct(Struct { schema: &BASE_CONFIG, fields: vec![] }),
        None if name.ends_with("Port") => Data::Uint(UintType::Uint32, 0),
        None if name.ends_with("Path") || name.ends_with("Dir") => Data::string(""),
        None => Data::Bool(false),
    };
    Data::Struct(Struct { schema, fields: schema.fields.iter().map(|f| field(f.name)).collect() })
}
