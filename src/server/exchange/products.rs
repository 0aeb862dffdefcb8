//! Which subject a row is about: named in a map, known by its key, or made.

use super::format::Means;
use super::row::{Refusal, Row};
use anyhow::{Context, bail};
use parvis_model::id::SubjectId;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What an import was told of products.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Products {
    /// Keys of products, in lower case, and the subjects they are.
    pub map: BTreeMap<String, SubjectId>,
    /// The subject of every row, whatever the row says.
    pub all: Option<SubjectId>,
    /// Whether a subject that is not there is made.
    pub make: bool,
}

impl Products {
    /// Reads a table with the columns `product` and `subject`.
    pub fn read_map(path: &Path) -> anyhow::Result<BTreeMap<String, SubjectId>> {
        let told = || format!("cannot read the map {}", path.display());
        let text = std::fs::read_to_string(path).with_context(told)?;
        Self::parse_map(text.trim_start_matches('\u{feff}')).with_context(told)
    }

    fn parse_map(text: &str) -> anyhow::Result<BTreeMap<String, SubjectId>> {
        let header = text.lines().next().unwrap_or_default();
        let delimiter = [b',', b';', b'\t'].into_iter().find(|byte| header.as_bytes().contains(byte));
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter.unwrap_or(b','))
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let names: Vec<String> = reader.headers()?.iter().map(str::to_lowercase).collect();
        let place = |name: &str| names.iter().position(|own| own == name);
        let (Some(product), Some(subject)) = (place("product"), place("subject")) else {
            bail!("it needs the columns product and subject, not {}", names.join(", "));
        };
        let mut map = BTreeMap::new();
        for row in reader.records() {
            let row = row?;
            let line = row.position().map_or(0, csv::Position::line);
            let cell = |place: usize| row.get(place).unwrap_or_default();
            let subject = SubjectId::parse(cell(subject)).with_context(|| format!("line {line}"))?;
            if cell(product).is_empty() || map.insert(cell(product).to_lowercase(), subject).is_some() {
                bail!("line {line}: the product `{}` is empty or there twice", cell(product));
            }
        }
        Ok(map)
    }

    /// The subject of a row; `known` are those that are there.
    pub(super) fn of(&self, row: &Row, known: &BTreeSet<SubjectId>) -> Result<SubjectId, Refusal> {
        if let Some(all) = &self.all {
            return self.made(row, "product", all.clone(), known);
        }
        let mut keys: Vec<(&str, &str)> = Vec::new();
        for means in [Means::Product, Means::ProductId, Means::ProductUrl] {
            for cell in row.all(means) {
                let text = if means == Means::ProductUrl { last_part(&cell.text) } else { &cell.text };
                keys.push((&cell.column, text));
            }
        }
        // Site Reviews joins several products in one cell; the first that is known counts.
        let several: Vec<(&str, &str)> = keys.iter().flat_map(|(column, text)| parts(column, text)).collect();
        if let Some((column, subject)) =
            several.iter().find_map(|(column, text)| Some((*column, self.map.get(&text.to_lowercase())?)))
        {
            return self.made(row, column, subject.clone(), known);
        }
        let slugs =
            || several.iter().filter_map(|(column, text)| Some((*column, SubjectId::parse(text).ok()?)));
        if let Some((_, subject)) = slugs().find(|(_, subject)| known.contains(subject)) {
            return Ok(subject);
        }
        match (slugs().next(), several.first()) {
            (Some((column, subject)), _) => self.made(row, column, subject, known),
            (None, Some((column, text))) => Err(row.refused(
                column,
                format!(
                    "`{}` cannot be the key of a subject (1 to 64 letters, digits, - _ .): --subject-map can name one",
                    super::cell::short(text)
                ),
            )),
            (None, None) => Err(row.refused("product", "it names no product: --subject can name one for all rows")),
        }
    }

    fn made(
        &self,
        row: &Row,
        column: &str,
        subject: SubjectId,
        known: &BTreeSet<SubjectId>,
    ) -> Result<SubjectId, Refusal> {
        if self.make || known.contains(&subject) {
            return Ok(subject);
        }
        let told = format!(
            "there is no subject `{subject}`: --create-subjects makes it, --subject-map names one that is there"
        );
        Err(row.refused(column, told))
    }
}

fn parts<'a>(column: &'a str, text: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    text.split([',', '|']).map(str::trim).filter(|part| !part.is_empty()).map(move |part| (column, part))
}

/// The last part of the path of an address.
fn last_part(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    path.rsplit('/').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::row::{Cell, Place};
    use super::*;

    fn row(cells: &[(Means, &str)]) -> Row {
        let cell = |(means, text): &(Means, &str)| Cell {
            column: "product".into(),
            means: *means,
            text: (*text).into(),
        };
        Row { place: Place::default(), cells: cells.iter().map(cell).collect() }
    }

    #[test]
    fn a_product_is_found_by_its_map_its_keys_or_made() {
        let known = BTreeSet::from([SubjectId::parse("moulin-m1").unwrap()]);
        let asked = Products {
            map: Products::parse_map("Product;Subject\nGrind 1;moulin-m1\n\"77\";bouilloire\n").unwrap(),
            ..Products::default()
        };
        let making = Products { make: true, ..asked.clone() };
        let check = |asked: &Products, cells: &[(Means, &str)], expected: &str| {
            let found = asked.of(&row(cells), &known);
            let told = found.map_or_else(|refusal| refusal.reason, |subject| subject.to_string());
            assert!(told.starts_with(expected), "{told} for {cells:?}");
        };
        check(&asked, &[(Means::Product, "moulin-m1")], "moulin-m1");
        check(&asked, &[(Means::Product, "GRIND 1")], "moulin-m1");
        check(&asked, &[(Means::ProductUrl, "https://brume.example/p/moulin-m1/?v=2")], "moulin-m1");
        check(&asked, &[(Means::ProductId, "12"), (Means::Product, "moulin-m1")], "moulin-m1");
        check(&asked, &[(Means::Product, "9, moulin-m1")], "moulin-m1");
        check(&asked, &[(Means::ProductId, "77")], "there is no subject `bouilloire`: --create-subjects");
        check(&making, &[(Means::ProductId, "77")], "bouilloire");
        check(&asked, &[(Means::Product, "filtre")], "there is no subject `filtre`");
        check(&making, &[(Means::Product, "filtre"), (Means::ProductId, "12")], "filtre");
        check(&making, &[(Means::Product, "Grand filtre")], "`Grand filtre` cannot be the key of a subject");
        check(&asked, &[], "it names no product: --subject");
        assert!(Products::parse_map("a,b\n1,2").is_err());
    }
}
