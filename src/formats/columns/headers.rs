//! What CRMs and address books call the columns, in English, Spanish and Portuguese: the only table of
//! headers. Case, accents, blanks, `-` and `_` don't matter.
//!
//! A source lists its headers by preference: where a file has several, the error suggests them in this
//! order, mobile numbers first. Left out on purpose: `Name` and `Full name`, which are not first names;
//! plain `ID`, which may number anything (in Kommo's leads, the lead); fax numbers; owners of companies
//! and deals; and the columns of ids beside an owner or an account (`Contact Owner.id`).

use crate::formats::table::{ColumnSpec, KnownHeaders};

const fn of(source: &'static str, headers: &'static [&'static str]) -> KnownHeaders {
    KnownHeaders { source, headers }
}

const PHONE: &[KnownHeaders] = &[
    of("HubSpot", &["Mobile Phone Number", "WhatsApp Phone Number", "Phone Number"]),
    of("HubSpot, Spanish", &["Número de teléfono móvil", "Número de móvil", "Número de teléfono"]),
    of("HubSpot, Portuguese", &["Número de celular", "Número de telefone celular", "Número de telefone"]),
    of("Salesforce, Zoho", &["Mobile", "Mobile Phone", "Phone", "Business Phone", "Home Phone", "Other Phone"]),
    of("Salesforce, Zoho, Spanish", &["Móvil", "Celular", "Teléfono", "Teléfono particular", "Otro teléfono"]),
    of("Salesforce, Zoho, Portuguese", &["Celular", "Telefone celular", "Telefone", "Telefone residencial"]),
    of(
        "Pipedrive",
        &[
            "Person - Phone - Mobile",
            "Person - Phone - Work",
            "Person - Phone - Home",
            "Person - Phone - Other",
            "Person - Phone",
        ],
    ),
    of(
        "Pipedrive, Spanish",
        &[
            "Persona - Teléfono - Móvil",
            "Persona - Teléfono - Celular",
            "Persona - Teléfono - Trabajo",
            "Persona - Teléfono - Casa",
            "Persona - Teléfono - Otro",
            "Persona - Teléfono",
        ],
    ),
    of(
        "Pipedrive, Portuguese",
        &[
            "Pessoa - Telefone - Celular",
            "Pessoa - Celular",
            "Pessoa - Telefone - Trabalho",
            "Pessoa - Telefone - Residencial",
            "Pessoa - Telefone - Outros",
            "Pessoa - Telefone",
        ],
    ),
    of("Kommo", &["Mobile phone", "Work phone", "Work direct phone", "Home phone", "Other phone"]),
    of(
        "Kommo, Spanish",
        &[
            "Teléfono celular",
            "Teléfono oficina",
            "Teléfono oficina directo",
            "Teléfono de casa",
            "Otro teléfono",
            "Teléfono celular (contacto)",
            "Teléfono oficina (contacto)",
            "Teléfono oficina directo (contacto)",
            "Teléfono de casa (contacto)",
            "Otro teléfono (contacto)",
        ],
    ),
    of(
        "Kommo, Portuguese",
        &["Telefone celular", "Telefone comercial", "Telefone celular (contato)", "Telefone comercial (contato)"],
    ),
    of("Google Contacts", &["Phone 1 - Value", "Phone 2 - Value", "Phone 3 - Value", "Phone 4 - Value"]),
    of("Outlook", &["Mobile Phone", "Primary Phone", "Business Phone", "Home Phone", "Other Phone"]),
    of("Outlook, Spanish", &["Teléfono móvil", "Teléfono principal", "Teléfono del trabajo", "Teléfono particular"]),
    of("Outlook, Portuguese", &["Telemóvel", "Telefone celular", "Telefone principal", "Telefone comercial"]),
    of("Chatwoot", &["phone_number"]),
    of("respond.io", &["PhoneNumber"]),
    of("Spreadsheets", &["WhatsApp", "Cel", "Tel"]),
];

const ACCOUNT: &[KnownHeaders] = &[
    of("HubSpot", &["Associated Company", "Company Name"]),
    of("HubSpot, Spanish", &["Empresa asociada", "Nombre de la empresa"]),
    of("HubSpot, Portuguese", &["Empresa associada", "Nome da empresa"]),
    of("Salesforce, Zoho", &["Account Name"]),
    of("Salesforce, Zoho, Spanish", &["Nombre de la cuenta", "Nombre de Cuenta", "Nombre de Empresa", "Cuenta"]),
    of("Salesforce, Zoho, Portuguese", &["Nome da conta", "Conta"]),
    of("Pipedrive", &["Person - Organization", "Organization - Name", "Organization"]),
    of("Pipedrive, Spanish", &["Persona - Organización", "Organización - Nombre", "Organización"]),
    of("Pipedrive, Portuguese", &["Pessoa - Organização", "Organização - Nome", "Organização"]),
    of("Kommo", &["Company", "Contact's company"]),
    of("Kommo, Spanish", &["Compañía", "Compañía del lead", "Compañía (contacto)"]),
    of("Kommo, Portuguese", &["Empresa", "Empresa do contato"]),
    of("Google Contacts", &["Organization Name", "Organization 1 - Name"]),
    of("Outlook", &["Company"]),
    of("Outlook, Spanish, Portuguese", &["Organización", "Compañía", "Empresa"]),
    of("Chatwoot", &["company_name"]),
];

const OWNER: &[KnownHeaders] = &[
    of("inboxctl", &["owners", "default_assignees"]),
    of("HubSpot, Salesforce, Zoho", &["Contact owner"]),
    of("HubSpot, Salesforce, Spanish", &["Propietario del contacto"]),
    of("HubSpot, Salesforce, Portuguese", &["Proprietário do contato"]),
    of("Zoho, Spanish", &["Propietario de Contacto"]),
    of("Pipedrive", &["Person - Owner"]),
    of("Pipedrive, Spanish", &["Persona - Propietario"]),
    of("Pipedrive, Portuguese", &["Pessoa - Proprietário"]),
    of("Kommo", &["Responsible user"]),
    of("Kommo, Spanish", &["Usuario responsable"]),
    of("Kommo, Portuguese", &["Usuário responsável"]),
    of("respond.io", &["Assignee"]),
    of("Spreadsheets", &["Account manager", "Key account manager", "Assigned to"]),
    of(
        "Spreadsheets, Spanish",
        &["Propietario", "Ejecutivo", "Ejecutivo de cuenta", "Responsable", "Asesor", "Vendedor", "Asignado a"],
    ),
    of("Spreadsheets, Portuguese", &["Proprietário", "Responsável", "Executivo de contas", "Vendedor", "Consultor"]),
];

const FIRST_NAME: &[KnownHeaders] = &[
    of("HubSpot, Salesforce, Zoho, Kommo, Google Contacts, Outlook, respond.io", &["First Name"]),
    of("HubSpot, Salesforce, Zoho, Kommo, Outlook, Spanish", &["Nombre", "Nombres"]),
    of("HubSpot, Salesforce, Zoho, Kommo, Outlook, Portuguese", &["Nome", "Primeiro nome"]),
    of("Pipedrive", &["Person - First name"]),
    of("Google Contacts", &["Given Name"]),
];

const LAST_NAME: &[KnownHeaders] = &[
    of("HubSpot, Salesforce, Zoho, Kommo, Google Contacts, Outlook, respond.io", &["Last Name"]),
    of("HubSpot, Salesforce, Zoho, Kommo, Outlook, Spanish", &["Apellidos", "Apellido"]),
    of("HubSpot, Salesforce, Zoho, Kommo, Outlook, Portuguese", &["Sobrenome", "Último nome"]),
    of("Pipedrive", &["Person - Last name"]),
    of("Pipedrive, Spanish", &["Persona - Apellidos"]),
    of("Pipedrive, Portuguese", &["Pessoa - Sobrenome"]),
    of("Google Contacts", &["Family Name"]),
];

const CONTACT_EMAIL: &[KnownHeaders] = &[
    of("HubSpot, Salesforce, Zoho, Chatwoot, respond.io", &["E-mail", "Email Address"]),
    of("HubSpot, Salesforce, Zoho, Spanish", &["Correo electrónico", "Correo"]),
    of("HubSpot, Salesforce, Zoho, Portuguese", &["Endereço de e-mail"]),
    of("Pipedrive", &["Person - Email - Work", "Person - Email - Home", "Person - Email - Other", "Person - Email"]),
    of("Pipedrive, Spanish", &["Persona - Correo electrónico - Trabajo", "Persona - Correo electrónico"]),
    of("Pipedrive, Portuguese", &["Pessoa - E-mail - Trabalho", "Pessoa - Email - Work", "Pessoa - E-mail"]),
    of("Kommo", &["Work email"]),
    of("Kommo, Spanish", &["Correo (contacto)"]),
    of("Kommo, Portuguese", &["Email comercial", "Email comercial (contato)"]),
    of("Google Contacts", &["E-mail 1 - Value"]),
    of("Outlook", &["E-mail Address"]),
    of("Outlook, Spanish", &["Dirección de correo electrónico"]),
];

const CONTACT_ID: &[KnownHeaders] = &[
    of("HubSpot", &["Record ID", "Record ID - Contact"]),
    of("HubSpot, Spanish", &["ID de registro"]),
    of("HubSpot, Portuguese", &["ID do registro"]),
    of("Salesforce, Zoho, respond.io", &["Contact ID", "Record Id"]),
    of("Salesforce, Zoho, Spanish", &["ID de contacto", "ID del contacto"]),
    of("Salesforce, Portuguese", &["ID do contato"]),
    of("Pipedrive", &["Person - ID"]),
    of("Pipedrive, Spanish", &["Persona - ID"]),
    of("Pipedrive, Portuguese", &["Pessoa - ID"]),
];

const MEMBER_EMAIL: &[KnownHeaders] = &[
    of("HubSpot, Salesforce, Zoho, Pipedrive, Kommo, Chatwoot, respond.io", &["E-mail", "Email Address", "User email"]),
    of("Spanish", &["Correo electrónico", "Correo"]),
    of("Portuguese", &["Endereço de e-mail"]),
];

const MEMBER_NAME: &[KnownHeaders] = &[
    of("HubSpot, Salesforce, Zoho, Pipedrive, Kommo, Chatwoot, respond.io", &["Full name", "User name"]),
    of("Spanish", &["Nombre", "Nombre completo"]),
    of("Portuguese", &["Nome", "Nome completo"]),
];

const ACTIVE: &[KnownHeaders] = &[
    of("Salesforce, Pipedrive", &["Is active"]),
    of("Spanish", &["Activo", "Activa"]),
    of("Portuguese", &["Ativo", "Ativa"]),
];

const MEMBER_ID: &[KnownHeaders] = &[
    of("HubSpot, Salesforce, Zoho, Pipedrive, Kommo, Chatwoot, respond.io", &["User ID", "Owner ID"]),
    of("Spanish", &["ID de usuario", "ID del propietario"]),
    of("Portuguese", &["ID do usuário", "ID do proprietário"]),
];

const TEAM: &[KnownHeaders] = &[
    of("HubSpot, Salesforce, Zoho, Pipedrive, Kommo, Chatwoot, respond.io", &["Team name"]),
    of("Spanish", &["Equipo"]),
    of("Portuguese", &["Equipe", "Equipa"]),
];

const TEAM_MEMBER: &[KnownHeaders] = &[
    of("Chatwoot, respond.io", &["Agent", "Email", "Email Address"]),
    of("Spanish", &["Miembro", "Agente", "Correo electrónico", "Correo"]),
    of("Portuguese", &["Membro", "Agente", "Endereço de e-mail"]),
];

const STRATEGY: &[KnownHeaders] = &[of("Spanish, Portuguese", &["Estrategia"])];

const REASSIGN_AFTER: &[KnownHeaders] =
    &[of("Spanish", &["Reasignar después de"]), of("Portuguese", &["Reatribuir após"])];

const DEFAULT_AGENT: &[KnownHeaders] =
    &[of("Spanish", &["Agente predeterminado"]), of("Portuguese", &["Agente padrão"])];

/// Words of headers that hold other numbers than the contact's phone.
const OTHER_NUMBERS: &str = "\
    fax rfc folio id nit rut cpf cnpj curp dni account cuenta conta company empresa organization \
    organizacion organizacao compania owner propietario proprietario member agent agente vendedor \
    vendedora ejecutivo executivo asesor responsable responsavel factura fatura invoice pedido order \
    ticket";

/// Words of headers that name others than the present owner of the contact.
const OTHER_PEOPLE: &str = "\
    previous former last anterior ultimo deal negocio lead company empresa compania organization \
    organizacion organizacao created creator creado creador criado criador modified modificado \
    updated actualizado atualizado id";

pub(super) const OWNERS: ColumnSpec = ColumnSpec {
    likely: &["Key account", "KAM"],
    unlikely: OTHER_PEOPLE,
    is_list: true,
    instead: Some(("owner", "MEMBER")),
    ..ColumnSpec::new("owner", OWNER)
};

pub(super) const PINNED: ColumnSpec =
    ColumnSpec { is_list: true, ..ColumnSpec::new("pinned", &[of("inboxctl", &["pinned_owners"])]) };

pub(super) const ACCOUNTS: ColumnSpec = ColumnSpec::new("account", ACCOUNT);

const PHONES: ColumnSpec = ColumnSpec { unlikely: OTHER_NUMBERS, ..ColumnSpec::new("phone", PHONE) };
const FIRST_NAMES: ColumnSpec = ColumnSpec::new("first_name", FIRST_NAME);
const LAST_NAMES: ColumnSpec = ColumnSpec::new("last_name", LAST_NAME);
const EMAILS: ColumnSpec = ColumnSpec::new("email", CONTACT_EMAIL);
const IDS: ColumnSpec = ColumnSpec::new("external_id", CONTACT_ID);

/// The columns of contacts and their owners.
pub const MAPPING_COLUMNS: &[ColumnSpec] = &[PHONES, ACCOUNTS, OWNERS, PINNED, FIRST_NAMES, LAST_NAMES, EMAILS, IDS];

/// The columns of contacts without their owners.
pub(super) const CONTACT_COLUMNS: &[ColumnSpec] = &[PHONES, ACCOUNTS, FIRST_NAMES, LAST_NAMES, EMAILS, IDS];

pub const MEMBER_COLUMNS: &[ColumnSpec] = &[
    ColumnSpec::new("email", MEMBER_EMAIL),
    ColumnSpec::new("name", MEMBER_NAME),
    ColumnSpec::new("active", ACTIVE),
    ColumnSpec::new("external_id", MEMBER_ID),
];

pub const TEAM_COLUMNS: &[ColumnSpec] = &[
    ColumnSpec::new("team", TEAM),
    ColumnSpec::new("member", TEAM_MEMBER),
    ColumnSpec::new("strategy", STRATEGY),
    ColumnSpec::new("default_agent", DEFAULT_AGENT),
    ColumnSpec::new("reassign_after", REASSIGN_AFTER),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::columns::mapping;
    use crate::formats::table::{ReadOptions, TableError, TableReader, normal};
    use crate::model::CONTACT_FIELDS;

    #[test]
    fn header_names_one_column_of_a_kind() {
        for columns in [MAPPING_COLUMNS, MEMBER_COLUMNS, TEAM_COLUMNS] {
            let headers = columns.iter().flat_map(|column| column.all().map(|header| (normal(header), column.name)));
            let headers: Vec<_> = headers.collect();
            for (header, name) in &headers {
                assert!(headers.iter().all(|(other, of)| other != header || of == name), "{header} {name}");
            }
        }
    }

    #[test]
    fn other_numbers_and_people_are_never_suggested() {
        let suggested = |file: &str| {
            let read = TableReader::open(file.as_bytes(), mapping(false), &ReadOptions::default());
            let Err(TableError::Faulty(faults)) = read else { panic!("{file}") };
            let options = faults.iter().flat_map(|fault| &fault.options).filter(|option| option.name == "column");
            options.map(|option| option.value.clone()).collect::<Vec<_>>().join(" ")
        };
        for header in
            ["Fax", "RFC", "Folio", "Número de cuenta", "Company phone", "Phone (owner)", "Celular del vendedor"]
        {
            assert_eq!(suggested(&format!("owner,{header}\na@x,5512345678\n")), "", "{header}");
            assert_eq!(suggested(&format!("x,{header}\nb,5512345678\n")), "", "{header}");
        }
        for header in ["Previous owner", "Deal owner", "Company owner", "Created by"] {
            assert_eq!(suggested(&format!("phone,{header}\n+525500000001,a@x\n")), "", "{header}");
        }
        assert_eq!(suggested("owner,Tel. del cliente\na@x,5512345678\n"), "phone=Tel. del cliente");
        assert_eq!(suggested("phone,Propietario 1,Propietario 2\n1,Ana,\n"), "owner=Propietario 1 owner=Propietario 2");
        for header in ["Key account", "KAM"] {
            assert_eq!(suggested(&format!("phone,{header}\n1,Ana\n")), format!("owner={header}"));
        }
    }

    #[test]
    fn contact_columns_have_all_fields() {
        for field in CONTACT_FIELDS {
            for columns in [MAPPING_COLUMNS, CONTACT_COLUMNS] {
                assert!(columns.iter().any(|column| column.name == field.key()), "{}", field.key());
            }
        }
    }
}
