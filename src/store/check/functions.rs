//! The SQL functions of the invariants, which call the parsers of the model.

use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};

use crate::model::{AssignReason, Email, OwnerReason, Phone, PhoneReader, SettingKey, Status, Strategy, shell_word};
use crate::store::StoreResult;

/// Adds the functions of the invariants. Invalid UTF-8 counts as an empty text.
pub(super) fn add_functions(connection: &Connection) -> StoreResult<()> {
    let flags = FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_UTF8;
    connection
        .create_scalar_function("known", 2, flags, |values| Ok(is_known(argument(values, 0), argument(values, 1))))?;
    connection.create_scalar_function("is_email", 1, flags, |values| {
        let email = values.get_raw(0).as_str_or_null();
        Ok(email.is_ok_and(|email| email.is_none_or(|email| email.parse::<Email>().is_ok())))
    })?;
    connection.create_scalar_function("email_of", 1, flags, |values| {
        Ok(argument(values, 0).parse::<Email>().ok().map(|email| email.to_string()))
    })?;
    connection
        .create_scalar_function("shell_word", 1, flags, |values| Ok(shell_word(argument(values, 0)).into_owned()))?;
    connection.create_scalar_function("is_phone", 1, flags, |values| {
        Ok(Phone::if_canonical(argument(values, 0)).is_some())
    })?;
    connection.create_scalar_function("phone_fault", 1, flags, |values| Ok(phone_fault(argument(values, 0))))?;
    connection.create_scalar_function("phone_now", 1, flags, |values| {
        Ok(PhoneReader::INTERNATIONAL_ONLY.read(argument(values, 0)).ok().map(|phone| phone.to_string()))
    })?;
    connection.create_scalar_function("phone_meant", 1, flags, |values| {
        let phone = Phone::if_canonical(argument(values, 0));
        Ok(phone.and_then(|phone| phone.misread_from()).map(|phone| phone.to_string()))
    })?;
    connection.create_scalar_function("phone_remedy", 4, flags, |values| {
        let other = values.get_raw(1).as_str_or_null().unwrap_or_default();
        Ok(phone_remedy(argument(values, 0), other, (values.get(2)?, values.get(3)?)))
    })?;
    connection.create_scalar_function("setting_fault", 2, flags, |values| {
        Ok(setting_fault(argument(values, 0), values.get_raw(1).as_str_or_null().unwrap_or_default()))
    })?;
    Ok(())
}

fn argument<'a>(values: &'a Context<'_>, number: usize) -> &'a str {
    values.get_raw(number).as_str().unwrap_or_default()
}

fn is_known(set: &str, word: &str) -> bool {
    match set {
        "status" => word.parse::<Status>().is_ok(),
        "strategy" => word.parse::<Strategy>().is_ok(),
        "assigned" => word.parse::<AssignReason>().is_ok(),
        "owned" => word.parse::<OwnerReason>().is_ok(),
        _ => false,
    }
}

/// Why a stored phone is not in canonical form today.
fn phone_fault(text: &str) -> Option<String> {
    let phone = Phone::if_canonical(text)?;
    match PhoneReader::INTERNATIONAL_ONLY.read(text) {
        Ok(today) if today == phone => None,
        Ok(today) => Some(format!("is now written `{today}`")),
        Err(error) => Some(format!("is no longer valid: {}", error.why)),
    }
}

/// The command that corrects a stored phone: by the correct number, whether another contact has it,
/// and whether this contact has conversations.
fn phone_remedy(phone: &str, right: Option<&str>, (is_taken, has_conversations): (bool, bool)) -> String {
    let stored = shell_word(phone);
    match right {
        None => format!("`inboxctl contact update {stored} --phone PHONE`"),
        Some(right) if !is_taken => format!("`inboxctl contact update {stored} --phone {right}`"),
        Some(right) if has_conversations => format!(
            "contact `{right}` exists too; if it has no conversation, `inboxctl contact remove {right}`, then \
             `inboxctl contact update {stored} --phone {right}`"
        ),
        Some(right) => format!(
            "contact `{right}` exists too; add the owners to it with `inboxctl owner add {right} MEMBER`, then \
             `inboxctl contact remove {stored}`"
        ),
    }
}

fn setting_fault(name: &str, value: Option<&str>) -> Option<String> {
    match name.parse::<SettingKey>() {
        Err(_) => Some(format!("unknown setting `{name}`")),
        Ok(key) => key.parse(value.unwrap_or("none")).err().map(|error| error.to_string()),
    }
}
