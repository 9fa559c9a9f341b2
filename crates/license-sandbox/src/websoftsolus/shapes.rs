//! The shapes an answer can have. The vendor shows two answers only, so that a client has to cope with all of these.

use serde::{Deserialize, Serialize};

/// Defines enums of shapes: what is written in a test and in JSON alike.
macro_rules! shapes {
    ($($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident,)* })*) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum $name { $($(#[$doc])* $variant,)* }
    )*};
}

shapes! {
    /// A list of keys.
    ListShape {
        /// `["PLSK.02980001"]`. Documented for Plesk, as PHP prints it.
        #[default]
        Strings,
        /// `[4921062]` where a key is a whole number, else as [`Strings`](Self::Strings). Inferred.
        Numbers,
        /// `[{"keyNumber": "PLSK.02980001", ...}]`, as the properties are. Inferred.
        Objects,
        /// `{"PLSK.02980001": {"title": ...}}`, the properties without the key. Inferred.
        MapByKey,
        /// `{"PLSK.02980001": "title"}`, which for cPanel looks like ids and anything. Inferred.
        MapOfTitles,
        /// `{"0": "PLSK.02980001", "2": ...}`, as PHP writes an array with a gap. Documented as well as an array is:
        /// what the page prints can be either.
        ObjectWithGaps,
        /// A bare string where there is one key, else as [`Strings`](Self::Strings). Inferred.
        BareIfOne,
    }

    /// A list of no keys. All inferred.
    EmptyList {
        /// `[]`
        #[default]
        List,
        /// `{}`
        Object,
        /// `null`
        Null,
        /// `false`
        False,
        /// Nothing, with status 200.
        Nothing,
        /// A refusal: not found, 404.
        NotFound,
    }

    /// The names of the properties of a licence. All inferred.
    PropertyNames {
        /// `keyNumber`, `title`, `comment`, `product`, `status`, `expirationDate` and more.
        #[default]
        Plain,
        /// As Openprovider has them: `keyNumber` and a numeric `keyId`, `items`, `ACT`, `DEL`.
        Openprovider,
        /// As OVH has them: `licenseId`, `domain`, `version`, `creation`.
        Ovh,
        /// As the Plesk Partner API has them: `mainKeyNumber` with a revision, `terminated`, `productKey`.
        PartnerApi,
        /// As cPanel's Manage2 has them: `licenseid`, `package_name`, `expiredon`, all values text.
        Manage2,
    }

    /// How a date is written. All inferred.
    DateForm {
        /// As whoever the names are from does.
        #[default]
        Usual,
        /// `2018-10-04 18:00:00`
        DateTime,
        /// `2018-10-04`
        Date,
        /// `20131202T00:00:00`
        Compact,
        /// Unix seconds, as text.
        EpochText,
        /// `2018-10-04T18:00:00+00:00`
        Iso,
        /// `0000-00-00 00:00:00`
        Zero,
    }

    /// The comment of a licence that has none. All inferred.
    EmptyComment {
        /// `""`
        #[default]
        Text,
        /// `null`
        Null,
        /// It is left out.
        Missing,
        /// `{}`
        Object,
        /// `[]`
        List,
    }

    /// What stands around the properties of a licence. All inferred.
    Wrapping {
        /// Nothing.
        #[default]
        Bare,
        /// `{"data": ...}`
        Data,
        /// `{"result": ...}`
        Result,
        /// `{"license": ...}`
        License,
        /// `[...]`
        Array,
    }

    /// The answer to an edit or a termination that was done. All inferred.
    DoneReply {
        /// `{"result": "success"}`
        #[default]
        Result,
        /// Nothing, with status 200.
        Nothing,
        /// Nothing, with status 204.
        NoContent,
        /// `true`
        True,
        /// `"OK"`
        Ok,
        /// The properties as they are now.
        Properties,
    }

    /// What becomes of a licence that was terminated. Both inferred.
    AfterTermination {
        /// It is not in the list any more, and not found.
        #[default]
        Gone,
        /// It stays in the list, with that status, and cannot be changed.
        Kept,
    }

    /// The orderable versions. All inferred.
    OrderableShape {
        /// `["NAME1", "NAME2"]`
        #[default]
        Names,
        /// `{"NAME1": "Title 1"}`
        Map,
        /// `[{"product": "NAME1", "title": ..., "price": ..., "periods": [...], "options": {...}}]`
        Objects,
        /// `[{"version": "NAME1", "canHavePowerPack": ..., "compliantAntivirus": [...]}]`, as OVH has them.
        Ovh,
    }

    /// The answer to an order that was done. All inferred.
    OrderReply {
        /// `{"keyNumber": "PLSK.02980009"}`
        #[default]
        KeyNumber,
        /// `"PLSK.02980009"`
        Bare,
        /// `4921069` where the key is a whole number, else as [`Bare`](Self::Bare).
        Number,
        /// `["PLSK.02980009"]`
        Array,
        /// `{"orderId": 5001}`. The key can be seen a minute later, by the clock of the sandbox.
        OrderId,
        /// The properties of the new licence.
        Properties,
        /// Nothing, with status 200.
        Nothing,
        /// Nothing, with status 204.
        NoContent,
    }

    /// A refusal. All inferred; the first is RFC 6749's.
    ErrorShape {
        /// `{"error": "code", "error_description": "text"}`
        #[default]
        Oauth,
        /// `{"error": {"code": 404, "message": "text"}}`
        Object,
        /// `{"error": "text"}`
        Text,
        /// `{"error": true, "message": "text"}`
        Flag,
        /// `{"errors": ["text"]}`
        List,
        /// `{"errors": [{"code": "code", "message": "text"}]}`
        ListOfObjects,
        /// `{"status": "error", "message": "text"}`
        Status,
        /// `{"success": false, "message": "text"}`
        Success,
        /// `{"resultCode": 220, "resultDesc": "text"}`, as the Plesk Partner API has it.
        ResultCode,
        /// `{"status": 0, "reason": "text"}`, as cPanel's Manage2 has it.
        Reason,
        /// A page.
        Html,
        /// A line of plain text.
        Plain,
        /// Nothing.
        Nothing,
    }

    /// The code of the refusal of a token that has ended. Both seen in the OAuth library that this vendor may use.
    ExpiredCode {
        /// As in its older releases.
        #[default]
        ExpiredToken,
        /// As in its newer ones.
        InvalidToken,
    }

    /// `expires_in` of a token. Only the first is documented. Whatever is said, a token lives as long as
    /// [`TokenRules::lifetime`](super::TokenRules::lifetime) has it.
    ExpiresIn {
        /// The lifetime, as a number.
        #[default]
        Number,
        /// The lifetime, as text.
        Text,
        /// The lifetime and half a second.
        Fraction,
        /// It is left out.
        Missing,
        /// `null`
        Null,
        /// `0`
        Zero,
        /// `-1`
        Negative,
        /// `9223372036854775807`
        Huge,
        /// `"soon"`
        Word,
    }

    /// `token_type` of a token. Only the first is documented.
    TokenType {
        /// `Bearer`
        #[default]
        Bearer,
        /// `bearer`
        LowerCase,
        /// `BEARER`
        UpperCase,
        /// It is left out.
        Missing,
        /// `null`
        Null,
        /// `mac`, which no client of bearer tokens may use.
        Mac,
        /// `Bearer`, a line break and a header, which must not get into a request.
        Injection,
    }

    /// `Content-Type` of an answer. Both inferred.
    ContentType {
        /// `application/json`
        #[default]
        Json,
        /// `text/html; charset=UTF-8`, which is PHP's own.
        Html,
        /// It is left out.
        Missing,
    }
}
