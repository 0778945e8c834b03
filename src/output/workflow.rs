//! Output in the log of a GitHub workflow, whose runner obeys commands that it finds there.

use std::borrow::Cow;
use std::fs;
use std::path::{self, Component, Path, PathBuf};

/// A workflow whose log the output is.
#[derive(Debug, Clone, Default)]
pub struct Workflow {
    /// The folder of the repository, if it is known.
    pub workspace: Option<PathBuf>,
}

impl Workflow {
    /// The path of a file from the root of the repository; of another file, as it was given.
    pub(super) fn path_in_repository(&self, file: &str) -> String {
        let below = self.workspace.as_deref().and_then(|root| below(root, Path::new(file)));
        let path = below.map_or_else(|| file.to_owned(), |path| path.display().to_string());
        let path = if path::MAIN_SEPARATOR == '/' { path } else { path.replace(path::MAIN_SEPARATOR, "/") };
        let mut rest = path.as_str();
        while let Some(below) = rest.strip_prefix("./") {
            rest = below.trim_start_matches('/');
        }
        rest.to_owned()
    }
}

/// Where a file is below a folder, whatever links lead to it.
fn below(root: &Path, file: &Path) -> Option<PathBuf> {
    let real = fs::canonicalize(root).and_then(|root| Ok((root, fs::canonicalize(file)?))).ok();
    let real = real.and_then(|(root, file)| file.strip_prefix(root).map(Path::to_owned).ok());
    real.or_else(|| without_dots(file).strip_prefix(without_dots(root)).map(Path::to_owned).ok())
}

/// The absolute path without `.` and `..`, by its names alone.
fn without_dots(path: &Path) -> PathBuf {
    let absolute = path::absolute(path).unwrap_or_else(|_| path.to_owned());
    absolute.components().fold(PathBuf::new(), |mut folded, part| {
        match part {
            Component::ParentDir => drop(folded.pop()),
            Component::CurDir => {}
            Component::Normal(_) | Component::RootDir | Component::Prefix(_) => folded.push(part),
        }
        folded
    })
}

/// Escapes what a runner would take for a command: `::` at the beginning of a line, and `##[` or `##vso[`.
pub(super) fn without_commands(text: &str) -> Cow<'_, str> {
    if !text.contains("::") && !text.contains("##") {
        return Cow::Borrowed(text);
    }
    let inert = |line: &str| {
        let line = line.replace("##[", "#\\u{23}[").replace("##vso[", "#\\u{23}vso[");
        let blank = line.len() - line.trim_start().len();
        match line.get(blank..).and_then(|rest| rest.strip_prefix("::")) {
            Some(rest) => format!("{}\\u{{3a}}:{rest}", line.get(..blank).unwrap_or_default()),
            None => line,
        }
    };
    Cow::Owned(text.split_inclusive('\n').map(inert).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_in_text_are_escaped() {
        assert_eq!(without_commands("a::b\n# c\n"), "a::b\n# c\n");
        assert_eq!(
            without_commands("::stop-commands::x\n \t::error::y"),
            "\\u{3a}:stop-commands::x\n \t\\u{3a}:error::y"
        );
        assert_eq!(without_commands("a ##[add-mask]b ##vso[c]"), "a #\\u{23}[add-mask]b #\\u{23}vso[c]");
        assert_eq!(without_commands("###[group]\n\n:: \n"), "##\\u{23}[group]\n\n\\u{3a}: \n");
    }

    #[test]
    fn path_in_repository_is_relative_to_its_root() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("sub")).unwrap();
        fs::write(root.join("sub/a.yaml"), "").unwrap();
        let workflow = Workflow { workspace: Some(root.join("sub/..")) };
        let path = |file: &str| workflow.path_in_repository(&root.join(file).display().to_string());
        assert_eq!(path("sub/a.yaml"), "sub/a.yaml");
        assert_eq!(path("./sub/../sub/a.yaml"), "sub/a.yaml");
        assert_eq!(path("missing/../b.yaml"), "b.yaml");
        assert_eq!(workflow.path_in_repository("/elsewhere/a.yaml"), "/elsewhere/a.yaml");
        assert_eq!(Workflow::default().path_in_repository("././/tests/../a.yaml"), "tests/../a.yaml");
    }

    #[test]
    #[cfg(unix)]
    fn path_in_repository_follows_links() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("real");
        fs::create_dir(&root).unwrap();
        fs::write(root.join("a.yaml"), "").unwrap();
        std::os::unix::fs::symlink(&root, folder.path().join("link")).unwrap();
        let workflow = Workflow { workspace: Some(root) };
        let linked = folder.path().join("link/a.yaml").display().to_string();
        assert_eq!(workflow.path_in_repository(&linked), "a.yaml");
    }
}
