//! The first inputs of targets, made from the fixtures of the project.

use std::fs;
use std::path::{Path, PathBuf};

use inboxctl::testing::Cli;

use super::small_store::FILLED_BY;
use super::{Inputs, stores};
use crate::workbook::{Book, texts};

/// The files below a folder of fixtures whose names end in one of these.
fn fixtures(project: &Path, folder: &str, endings: &[&str]) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(project.join("fixtures").join(folder)).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = entries
        .filter(|path| endings.iter().any(|ending| path.to_str().is_some_and(|path| path.ends_with(ending))))
        .collect();
    paths.sort();
    assert!(!paths.is_empty(), "{folder}: no fixture");
    paths.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

/// A first line above a file.
fn below(line: &str, file: &[u8]) -> Vec<u8> {
    [line.as_bytes(), b"\n", file].concat()
}

fn files_to_import(project: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = fixtures(project, "imports", &[".csv", ".tsv"]);
    files.extend(fixtures(project, "imports/crm", &[".csv", ".txt"]));
    files
}

/// The kind of import that a fixture is for, by its name.
fn kind(file: &Path) -> &'static str {
    let name = file.file_name().unwrap().to_str().unwrap();
    let kinds = [("members", "members"), ("teams", "teams"), ("accounts", "accounts"), ("no-owner", "owned")];
    kinds.into_iter().find(|(start, _)| name.starts_with(start)).map_or("owners", |(_, kind)| kind)
}

pub(super) fn tables(project: &Path) -> Inputs {
    let files = files_to_import(project);
    let as_they_are = files.iter().map(|(path, file)| below(kind(path), file));
    let options = ["contacts strict", "owners encoding=windows-1252 delimiter=;", "owners column=phone=Mobile,Phone"];
    let otherwise = files.iter().zip(options.iter().cycle()).map(|((_, file), options)| below(options, file));
    as_they_are.chain(otherwise).collect()
}

pub(super) fn workbooks(project: &Path) -> Inputs {
    let rows = texts(1, ["phone", "owner"]) + &texts(2, ["+525510000001", "ana@acme.example"]);
    let cells = r#"<row r="3"><c r="A3" t="n" s="1"><v>45000.5</v></c><c r="B3" t="s"><v>0</v></c><c t="b"><v>1</v></c>
        <c t="e"><v>#N/A</v></c><c t="inlineStr"><is><r><t>a</t></r></is></c><c t="str"><f>A1</f><v>x</v></c></row>"#;
    let sheet = |rows: &str| {
        format!(
            "=== xl/worksheets/sheet0.xml\n<worksheet><dimension ref=\"A1:F3\"/><sheetData>{rows}</sheetData>\
             <mergeCells><mergeCell ref=\"A2:A3\"/></mergeCells></worksheet>"
        )
    };
    let strings = "=== xl/sharedStrings.xml\n<sst count=\"1\"><si><t xml:space=\"preserve\"> ana&#233; </t></si></sst>";
    let styles = "=== xl/styles.xml\n<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\"/></numFmts>\
                  <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>";
    let mut inputs: Inputs = fixtures(project, "imports", &[".xlsx"]).into_iter().map(|(_, file)| file).collect();
    inputs.push(Book::of(&rows).bytes());
    inputs.push(sheet(&rows).into_bytes());
    inputs.push((sheet(&(rows + cells)) + strings + styles).into_bytes());
    inputs
}

pub(super) fn logs(project: &Path) -> Inputs {
    let file = fixtures(project, "logs", &[".ndjson"]).swap_remove(0).1;
    let lines: Vec<_> = file.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    lines.into_iter().chain([file]).collect()
}

/// Each scenario as a file of its own: small inputs are mutated better.
pub(super) fn scenarios(project: &Path) -> Inputs {
    let single = |(path, file): (PathBuf, Vec<u8>)| {
        let text = String::from_utf8(file).unwrap();
        let items: Vec<_> = text.split("\n  - name:").skip(1).map(str::to_owned).collect();
        assert!(!items.is_empty(), "{}", path.display());
        items.into_iter().map(|item| format!("scenarios:\n  - name:{item}").into_bytes())
    };
    fixtures(project, "scenarios", &[".yaml"]).into_iter().flat_map(single).collect()
}

pub(super) fn profiles(project: &Path) -> Inputs {
    fixtures(project, "imports/crm", &[".yaml"]).into_iter().map(|(_, file)| file).collect()
}

pub(super) fn phones(project: &Path) -> Inputs {
    let options = ["MX auto", "- auto", "DE national", "BR international"];
    let written = ["+52 1 55 1234 5678", "(55) 1234-5678 ext. 12", "0049 151/2345678", "5215512345678@c.us"];
    let mut texts: Vec<_> = written.into_iter().map(str::to_owned).collect();
    for (_, file) in files_to_import(project) {
        let text = String::from_utf8_lossy(&file).into_owned();
        let cells = text.split(['\n', ',', ';', '\t', '"']).filter(|cell| cell.contains("55") && cell.len() < 30);
        texts.extend(cells.map(str::to_owned));
    }
    texts.iter().zip(options.iter().cycle()).map(|(text, options)| below(options, text.as_bytes())).collect()
}

pub(super) fn emails(_: &Path) -> Inputs {
    let written = ["ana@acme.example", " JOSE\u{301}@acme.example", "İlker@ß.example", "\"a b\"@c", "a@[127.0.0.1]"];
    written.into_iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// The small store, and one of each released schema.
pub(super) fn store_files(project: &Path) -> Inputs {
    let schema = |(_, sql): (PathBuf, Vec<u8>)| {
        let file = tempfile::NamedTempFile::new().unwrap();
        let store = crate::rows::open(file.path());
        store.execute_batch("PRAGMA page_size = 512").unwrap();
        store.execute_batch(str::from_utf8(&sql).unwrap()).unwrap();
        drop(store);
        fs::read(file.path()).unwrap()
    };
    fixtures(project, "schema", &[".sql"]).into_iter().map(schema).chain([stores::small_file()]).collect()
}

pub(super) fn store_values(_: &Path) -> Inputs {
    let (lines, _) = stores::all_values();
    let extremes = ["9223372036854775807", "-9223372036854775808", "-1", "4294967296", "null", "delete", ""];
    let extreme = |line: &String| {
        let (place, _) = line.split_once('=').unwrap();
        extremes.map(|value| format!("{place}={value}")).to_vec()
    };
    lines.iter().flat_map(|line| [vec![line.clone()], extreme(line)].concat()).map(String::into_bytes).collect()
}

pub(super) fn history_entries(_: &Path) -> Inputs {
    let (_, steps) = stores::all_values();
    steps.iter().enumerate().map(|(entry, steps)| below(&entry.to_string(), steps.as_bytes())).collect()
}

/// Every command with each of its options, and the commands of the small store.
pub(super) fn command_lines(_: &Path) -> Inputs {
    fn under(command: &clap::Command, words: &[String], all: &mut Inputs) {
        all.push(words.join("\n").into_bytes());
        for sub in command.get_subcommands() {
            under(sub, &[words, &[sub.get_name().to_owned()]].concat(), all);
        }
        for option in command.get_opts().filter_map(clap::Arg::get_long) {
            all.push([words.join("\n"), format!("1\n--{option}\n2\n--dry-run")].join("\n").into_bytes());
        }
    }
    let mut inputs = Inputs::new();
    under(&Cli::parser(), &[], &mut inputs);
    inputs.extend(FILLED_BY.lines().map(|line| line.replace(' ', "\n").into_bytes()));
    inputs
}

pub(super) fn imports(project: &Path) -> Inputs {
    let options = [
        "",
        " --mode replace --create-contacts",
        " --mode sync --max-removals 100% --create-members --create-contacts",
        " --match-owner name --optional-errors drop --create-contacts",
        " --unknown-owner ignore --skip-without-phone --create-contacts",
    ];
    let files = files_to_import(project);
    let owners = files.iter().zip(options.iter().cycle());
    let owners = owners.map(|((_, file), options)| below(&format!("owner{options}"), file));
    let others = files.iter().map(|(path, file)| match kind(path) {
        "members" => below("member", file),
        "teams" => below("team", file),
        "owned" => below("owner --owner eva@acme.example", file),
        _ => below("contact --optional-errors drop", file),
    });
    let books = fixtures(project, "imports", &[".xlsx"]);
    let books = books.iter().map(|(_, file)| below("owner --create-contacts", file));
    owners.chain(others).chain(books).collect()
}

pub(super) fn batches(project: &Path) -> Inputs {
    let (file, logs) = (fixtures(project, "logs", &[".ndjson"]).swap_remove(0).1, logs(project));
    let with = |line: &str| below(line, &file);
    let each = logs.iter().map(|log| below("--create-contacts", log));
    each.chain(["--create-contacts", "", "--skip-without-phone --create-contacts"].map(with)).collect()
}
