//! The catalogue → its description as DCAT-AP 3.0 in JSON-LD, so that data portals can list it.
//! Refuses to promise what is not known: no update frequency, no publisher beyond the site's name.

use serde_json::{Value, json};

use crate::model::catalogue::Catalogue;
use crate::render::data::absolute;

/// The description as JSON-LD, for `data/dcat.jsonld`. Without a base URL its addresses are relative
/// to the file itself, as JSON-LD allows.
pub fn dcat(catalogue: &Catalogue, base_url: Option<&str>) -> String {
    let settings = &catalogue.content.settings;
    let root = base_url.unwrap_or("../");
    let at = |address: &str| match base_url {
        Some(_) => absolute(base_url, address),
        None => format!("../{address}"),
    };
    let modified = json!({ "@value": catalogue.as_of.to_string(), "@type": "xsd:date" });
    let publisher = json!({ "@type": "foaf:Agent", "foaf:name": danish(&settings.titel), "foaf:homepage": id(root) });
    let licence = settings
        .licens_url
        .as_deref()
        .map_or_else(|| danish(&settings.licens), id);
    let file = |address: &str, title: &str, media: &str, format: &str| {
        json!({
            "@id": at(address),
            "@type": "dcat:Distribution",
            "dct:title": danish(title),
            "dcat:accessURL": id(&at(address)),
            "dcat:downloadURL": id(&at(address)),
            "dcat:mediaType": id(&format!("https://www.iana.org/assignments/media-types/{media}")),
            "dct:format": id(&format!("http://publications.europa.eu/resource/authority/file-type/{format}")),
            "dct:license": licence,
            "dct:modified": modified,
        })
    };
    let keywords = ["digitaliseringsstrategi", "kommuner", "digitalisering"].map(danish);
    let mut dataset = json!({
        "@id": at("data/#datasaet"),
        "@type": "dcat:Dataset",
        "dct:title": danish(&settings.titel),
        "dct:description": danish(&settings.undertitel),
        "dct:publisher": publisher,
        "dct:language": id("http://publications.europa.eu/resource/authority/language/DAN"),
        "dct:spatial": id("http://publications.europa.eu/resource/authority/country/DNK"),
        "dct:modified": modified,
        "dcat:theme": id("http://publications.europa.eu/resource/authority/data-theme/GOVE"),
        "dcat:keyword": keywords,
        "dcat:landingPage": id(&at("data/")),
        "dcat:distribution": [
            file("data/katalog.json", "Hele kataloget", "application/json", "JSON"),
            file("data/linksamling.csv", "Linksamlingen", "text/csv", "CSV"),
            file("data/temaer.csv", "Temaer med citater", "text/csv", "CSV"),
        ],
    });
    if let Some(mail) = &settings.kontakt {
        dataset["dcat:contactPoint"] = json!({
            "@type": "vcard:Organization",
            "vcard:fn": settings.titel,
            "vcard:hasEmail": id(&format!("mailto:{mail}")),
        });
    }
    let description = json!({
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "vcard": "http://www.w3.org/2006/vcard/ns#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@graph": [
            {
                "@id": at("data/#katalog"),
                "@type": "dcat:Catalog",
                "dct:title": danish(&settings.titel),
                "dct:description": danish(&settings.undertitel),
                "dct:publisher": publisher,
                "dct:language": id("http://publications.europa.eu/resource/authority/language/DAN"),
                "dct:license": licence,
                "dct:modified": modified,
                "foaf:homepage": id(root),
                "dcat:dataset": id(&at("data/#datasaet")),
            },
            dataset,
        ],
    });
    format!("{description:#}\n")
}

fn danish(text: &str) -> Value {
    json!({ "@value": text, "@language": "da" })
}

fn id(address: &str) -> Value {
    json!({ "@id": address })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn a_portal_finds_what_dcat_ap_demands() {
        let text = dcat(&sample::five(), Some("https://k.example/"));
        let value: Value = serde_json::from_str(&text).expect("JSON");
        let (catalogue, dataset) = (&value["@graph"][0], &value["@graph"][1]);
        for key in [
            "dct:title",
            "dct:description",
            "dct:publisher",
            "dcat:dataset",
        ] {
            assert!(!catalogue[key].is_null(), "{key}");
        }
        assert_eq!(catalogue["dcat:dataset"]["@id"], dataset["@id"]);
        let files = dataset["dcat:distribution"].as_array().expect("a list");
        assert!(files.iter().all(|f| {
            f["dcat:accessURL"]["@id"]
                .as_str()
                .is_some_and(|a| a.starts_with("https://k.example/data/"))
        }));
        assert_eq!(text, dcat(&sample::five(), Some("https://k.example/")));
    }
}
