//! Scenarios step by step, for people who ask why.

use super::super::answer::left_lines;
use super::super::csv::CsvRecords;
use super::super::document::Document;
use super::super::error::OutputError;
use super::super::format::Shape;
use super::super::layout::wrapped;
use super::super::text::escaped;
use super::super::ui::Ui;
use super::failure::summary;
use crate::inbox::view;
use crate::model::RuleId;
use crate::scenario::{Listed, RuleNote, ScenarioExplanation, StepDecision, StepExplanation};

/// How wide the page is where the terminal is wider, or where there is none.
const WIDTH: usize = 80;

impl Ui {
    /// Every step with its decision and its reasons.
    pub fn explained(&self, explained: &[ScenarioExplanation]) -> Result<(), OutputError> {
        match self.format.shape() {
            Shape::Rows => {
                let keys = ["file", "line", "name", "asks", "what", "rule"];
                self.print_records(CsvRecords::of_texts(keys, explained.iter().flat_map(happenings)))
            }
            Shape::Lines => OutputError::unless_closed(explained.iter().try_for_each(|one| self.print_json(one))),
            Shape::Value => OutputError::unless_closed(self.print_json(&explained)),
            Shape::Document => {
                let width = self.width.map_or(WIDTH, |width| WIDTH.min(width.into()));
                let pages = explained.iter().map(|one| page(one, width));
                let mut document = Document::default();
                document.verbatim(pages.collect::<Vec<_>>().join("\n"));
                self.print_document(document)
            }
        }
    }
}

fn page(explained: &ScenarioExplanation, width: usize) -> String {
    let mut page = Page { text: String::new(), width };
    page.line("", &format!("{}:{}: {}", explained.scenario.file, explained.scenario.line, explained.scenario.name));
    for (number, step) in explained.steps.iter().enumerate() {
        page.text.push('\n');
        let asks = step.asks.clone().unwrap_or_else(|| "expectations only".to_owned());
        page.line(&format!("{}. ", number + 1), &format!("{asks} (line {}, {})", step.line, step.at.to_minute()));
        page.step(step);
    }
    page.text
}

/// A text in the making that is nowhere wider than it may be.
struct Page {
    text: String,
    width: usize,
}

impl Page {
    fn step(&mut self, step: &StepExplanation) {
        if let Some(decision) = &step.decision {
            self.decision(decision, &step.because);
        }
        for line in step.left.iter().flat_map(left_lines) {
            self.line("   => ", &line);
        }
        if let Some(conversation) = &step.conversation {
            self.line("   => ", &standing(conversation));
        }
        for failure in &step.failures {
            self.line("   !! ", &format!("line {}: {}", failure.line, summary(failure)));
            if let Some(hint) = &failure.hint {
                self.line("      ", &format!("hint: {hint}"));
            }
        }
    }

    /// Rule by rule: what it says, and what it did.
    fn decision(&mut self, decision: &StepDecision, because: &[RuleNote]) {
        if let Some(refused) = &decision.refused {
            self.line("   ", &format!("refused: {refused}"));
        }
        for RuleNote { rule, text } in because {
            self.line(&format!("   {rule} "), text);
            self.done(decision, Some(*rule));
        }
        self.done(decision, None);
        if decision.effects.is_empty() && decision.passed_over.is_empty() && decision.refused.is_none() {
            self.line("   ", "no changes");
        }
    }

    /// What a rule did, or what no rule decides.
    fn done(&mut self, decision: &StepDecision, rule: Option<RuleId>) {
        for effect in decision.effects.iter().filter(|effect| effect.rule == rule) {
            self.line("      - ", &effect.sentence());
        }
        for entry in decision.passed_over.iter().filter(|entry| Some(entry.rule) == rule) {
            self.line("      - ", &passed_over(entry));
        }
    }

    /// A text behind its mark.
    fn line(&mut self, mark: &str, text: &str) {
        self.text.push_str(&wrapped(mark, &escaped(text), self.width));
    }
}

/// How a conversation stands.
fn standing(conversation: &view::ConversationView) -> String {
    let on = conversation.assigned.iter().map(|one| format!("{} ({})", one.member, one.reason));
    let on = on.collect::<Vec<_>>().join(", ");
    let on = if on.is_empty() { "unassigned".to_owned() } else { format!("assigned to {on}") };
    let team = conversation.team.as_ref().map_or_else(|| "no team".to_owned(), |team| format!("team {team}"));
    format!("conversation {}: {}, {team}, {on}", conversation.id, conversation.status)
}

/// What each step did, by file, line, name, request, what and rule.
fn happenings(explained: &ScenarioExplanation) -> Vec<[String; 6]> {
    let mut rows = Vec::new();
    for step in &explained.steps {
        let Some(decision) = &step.decision else { continue };
        let mut push = |what: String, rule: Option<RuleId>| {
            let Listed { file, name, .. } = explained.scenario.clone();
            let rule = rule.map(|rule| rule.to_string()).unwrap_or_default();
            rows.push([file, step.line.to_string(), name, step.asks.clone().unwrap_or_default(), what, rule]);
        };
        if let Some(refused) = &decision.refused {
            push(format!("refused: {refused}"), decision.rules.first().copied());
        }
        decision.effects.iter().for_each(|effect| push(effect.sentence(), effect.rule));
        decision.passed_over.iter().for_each(|entry| push(passed_over(entry), Some(entry.rule)));
    }
    rows
}

fn passed_over(entry: &view::PassedOverView) -> String {
    format!("passed over: {} ({})", entry.sentence(), entry.reason)
}
