//! How the vendor says no: the error document, and its form of the generation before.

use super::document::Node;
use super::render::Lang;

/// A refusal. Its class and object are what a client should look at; the texts are **invented**, those that are quoted by
/// public clients excepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct No {
    kind: &'static str,
    object: String,
    value: Option<String>,
    /// In English and Russian. `__value__` stands for the value.
    text: (&'static str, &'static str),
}

impl No {
    fn new(kind: &'static str, object: impl Into<String>, text: (&'static str, &'static str)) -> Self {
        Self { kind, object: object.into(), value: None, text }
    }

    fn with(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// Seen, whole.
    pub(super) fn bad_password() -> Self {
        Self::new(
            "auth",
            "badpassword",
            ("Invalid username or password", "Неверное имя пользователя или пароль"),
        )
        .with("")
    }

    /// Seen by its object; the text is documented.
    pub(super) fn bad_ip() -> Self {
        Self::new("auth", "badip", ("Access from this IP denied", "Доступ с этого IP-адреса запрещён"))
            .with("")
    }

    /// Seen: no right to a function, and no session (any more).
    pub(super) fn access(function: &str) -> Self {
        Self::new(
            "access",
            "",
            (
                "Insufficient privileges to perform '__value__'",
                "Недостаточно прав для выполнения '__value__'",
            ),
        )
        .with(function)
    }

    /// The text is seen ("the manager module is not loaded"), the class is invented.
    pub(super) fn no_module(function: &str) -> Self {
        Self::new(
            "missed",
            "func",
            (
                "The manager module for '__value__' is not loaded",
                "Модуль управления для '__value__' не загружен",
            ),
        )
        .with(function)
    }

    /// Inferred: the class is seen for things that do not exist.
    pub(super) fn missed(field: &str, value: &str) -> Self {
        Self::new(
            "missed",
            field,
            ("Licence '__value__' does not exist", "Лицензия '__value__' не существует"),
        )
        .with(value)
    }

    /// The text is seen, the class is a name in public modules.
    pub(super) fn value(field: &str, value: &str) -> Self {
        Self::new(
            "value",
            field,
            ("The field has invalid value: __value__", "Поле содержит недопустимое значение: __value__"),
        )
        .with(value)
    }

    /// Inferred: the class is seen for things that exist already.
    pub(super) fn ip_taken(ip: &str) -> Self {
        Self::new("exists", "ip", ("A licence for __value__ exists", "Лицензия для __value__ уже существует"))
            .with(ip)
    }

    /// Invented: no public source shows the class. The reason is documented.
    pub(super) fn too_early(field: &str, value: &str) -> Self {
        Self::new(
            "limit",
            field,
            (
                "This can be changed once a month. Last change: __value__",
                "Изменение возможно один раз в месяц. Последнее изменение: __value__",
            ),
        )
        .with(value)
    }

    /// Invented: no public source shows the class.
    pub(super) fn not_enough_money() -> Self {
        Self::new(
            "notenoughmoney",
            "",
            ("Insufficient funds on the account", "Недостаточно средств на счёте"),
        )
    }

    /// Seen: an order without a tariff.
    pub(super) fn no_tariff() -> Self {
        Self::new("wizard_unavailable", "pricelist", ("The order has not been started", "Заказ не начат"))
    }

    /// Seen by its class.
    pub(super) fn below_minimum(field: &str, minimum: u32) -> Self {
        Self::new(
            "pricelist_min_order",
            field,
            ("The tariff asks for at least __value__", "Минимальное количество по тарифу: __value__"),
        )
        .with(minimum.to_string())
    }

    /// The object is seen, the class is invented.
    pub(super) fn running_operation(id: u64) -> Self {
        Self::new(
            "operation",
            "runningoperation",
            (
                "An operation on service __value__ is in progress",
                "Операция с услугой __value__ уже выполняется",
            ),
        )
        .with(id.to_string())
    }

    /// Invented: what does not fit the state of a licence.
    pub(super) fn wrong_state(id: u64) -> Self {
        Self::new(
            "value",
            "status",
            (
                "The status of licence __value__ does not allow this",
                "Статус лицензии __value__ не позволяет выполнить действие",
            ),
        )
        .with(id.to_string())
    }

    fn message(&self, lang: Lang) -> String {
        lang.pick(self.text.0, self.text.1).replace("__value__", self.value.as_deref().unwrap_or_default())
    }

    /// Seen: the structure, with `code` where the password is wrong. `user` is empty for one who is not logged in.
    pub(super) fn node(&self, lang: Lang, function: &str, user: &str) -> Node {
        let mut error =
            Node::new("error").attribute("type", self.kind).attribute("object", self.object.as_str());
        error = error.attribute("lang", lang.code());
        if self.kind == "auth" {
            error = error.attribute("code", "1");
        }
        if !self.object.is_empty() {
            let object = Node::leaf("param", self.object.as_str());
            error = error.child(object.attribute("name", "object").attribute("type", "msg"));
        }
        if let Some(value) = &self.value {
            error = error.child(Node::leaf("param", value.as_str()).attribute("name", "value"));
        }
        let level = if user.is_empty() { "0" } else { "16" };
        let action = Node::leaf("action", function).attribute("level", level).attribute("user", user);
        let message = self.message(lang);
        error
            .child(Node::new("stack").child(action))
            .child(Node::leaf("group", lang.pick(self.text.0, self.text.1)))
            .child(Node::leaf("detail", message.as_str()))
            .child(Node::leaf("msg", message))
    }

    /// Documented, for the generation before: a number, what it is about, and the text.
    pub(super) fn old_node(&self, lang: Lang) -> Node {
        let code = match self.kind {
            "exists" => "2",
            "missed" => "3",
            "value" | "pricelist_min_order" | "wizard_unavailable" => "4",
            "limit" => "5",
            "access" | "auth" => "6",
            "notenoughmoney" | "operation" => "8",
            _ => "1",
        };
        Node::leaf("error", self.message(lang)).attribute("code", code).attribute("obj", self.object.as_str())
    }
}
