import HTTPTypes
import Messages
import Vocabulary

extension HTTPProblem {
    static let notFound = HTTPProblem(
        code: "not-found",
        status: .notFound,
        title: Bilingual(zh: "未找到", en: "Not found"),
        detail: Bilingual(zh: "此地址没有内容；可用地址见 GET /", en: "Nothing is here; GET / lists what there is.")
    )

    static let unknownCommand = HTTPProblem(
        code: "unknown-command",
        status: .notFound,
        title: Bilingual(zh: "未找到该命令", en: "No such command"),
        detail: Bilingual(zh: "没有此编号的命令，或不是您发送的", en: "No command has this id, or it was sent by somebody else.")
    )

    static func notFound(_ id: String, in collection: String) -> HTTPProblem {
        HTTPProblem(
            code: "not-found",
            status: .notFound,
            title: Bilingual(zh: "未找到", en: "Not found"),
            detail: Bilingual(
                zh: "\(collection) 中没有 \(id.prefix(80))；刚刚创建的内容可能稍后才可见",
                en: "\(collection) has no \(id.prefix(80)); something new may take a moment to appear."
            )
        )
    }

    static func methodNotAllowed(_ allowed: [String]) -> HTTPProblem {
        let list = allowed.joined(separator: ", ")
        return HTTPProblem(
            code: "method-not-allowed",
            status: .methodNotAllowed,
            title: Bilingual(zh: "不支持该方法", en: "Method not allowed"),
            detail: Bilingual(zh: "此地址支持：\(list)", en: "This address answers to \(list)."),
            headers: [.allow: list]
        )
    }

    static let notAcceptable = HTTPProblem(
        code: "not-acceptable",
        status: .notAcceptable,
        title: Bilingual(zh: "无法提供所要的格式", en: "Not acceptable"),
        detail: Bilingual(
            zh: "只提供 application/json",
            en: "Answers are application/json only; change the Accept header."
        )
    )

    static let unsupportedMediaType = HTTPProblem(
        code: "unsupported-media-type",
        status: .unsupportedMediaType,
        title: Bilingual(zh: "不支持的内容类型", en: "Unsupported media type"),
        detail: Bilingual(
            zh: "请以 UTF-8 的 application/json 发送，且不压缩",
            en: "Send application/json in UTF-8 without content coding."
        ),
        headers: [.accept: "application/json"]
    )

    static func bodyTooLarge(limit: Int) -> HTTPProblem {
        HTTPProblem(
            code: "body-too-large",
            status: .contentTooLarge,
            title: Bilingual(zh: "内容过大", en: "Body too large"),
            detail: Bilingual(zh: "内容最多 \(limit) 字节", en: "A body may have at most \(limit) bytes.")
        )
    }

    static func malformed(_ fault: JSONFault) -> HTTPProblem {
        HTTPProblem(
            code: "malformed-json",
            status: .badRequest,
            title: Bilingual(zh: "不是有效的 JSON", en: "Malformed JSON"),
            detail: Bilingual(
                zh: "第 \(fault.offset) 字节处的 JSON 有误",
                en: "At byte \(fault.offset): \(fault.reason.rawValue)."
            )
        )
    }

    static func invalid(_ faults: [FieldFault]) -> HTTPProblem {
        HTTPProblem(
            code: "invalid-body",
            status: .unprocessableContent,
            title: Bilingual(zh: "内容不符合要求", en: "The body does not fit its schema"),
            detail: Bilingual(zh: "有 \(faults.count) 处需要更正", en: "\(faults.count) place(s) must be corrected."),
            faults: faults
        )
    }

    static func badParameter(_ name: String, _ zh: String, _ en: String) -> HTTPProblem {
        HTTPProblem(
            code: "bad-parameter",
            status: .badRequest,
            title: Bilingual(zh: "参数有误", en: "Bad parameter"),
            detail: Bilingual(zh: "\(name)：\(zh)", en: "\(name): \(en)")
        )
    }

    static func badHeader(_ name: String, _ zh: String, _ en: String) -> HTTPProblem {
        HTTPProblem(
            code: "bad-header",
            status: .badRequest,
            title: Bilingual(zh: "请求头有误", en: "Bad header"),
            detail: Bilingual(zh: "\(name)：\(zh)", en: "\(name): \(en)")
        )
    }

    static func unauthenticated(_ reason: Bilingual, challenge: String = "Bearer realm=\"aftercare\"") -> HTTPProblem {
        HTTPProblem(
            code: "unauthenticated",
            status: .unauthorized,
            title: Bilingual(zh: "需要身份凭证", en: "Authentication needed"),
            detail: reason,
            headers: [.wwwAuthenticate: challenge]
        )
    }

    static func forbidden(needed: [Role]) -> HTTPProblem {
        let list = needed.map(\.rawValue).joined(separator: ", ")
        return HTTPProblem(
            code: "forbidden",
            status: .forbidden,
            title: Bilingual(zh: "没有权限", en: "Not permitted"),
            detail: Bilingual(zh: "需要下列角色之一：\(list)", en: "One of these roles is needed: \(list).")
        )
    }

    static let keyReused = HTTPProblem(
        code: "idempotency-key-reused",
        status: .unprocessableContent,
        title: Bilingual(zh: "幂等键已被使用", en: "Idempotency key used for something else"),
        detail: Bilingual(
            zh: "此 Idempotency-Key 已用于不同的请求；请换一个新键",
            en: "This Idempotency-Key came with another request before; use a new key."
        )
    )

    static let erased = HTTPProblem(
        code: "personal-data-erased",
        status: .conflict,
        title: Bilingual(zh: "个人数据已删除", en: "Personal data erased"),
        detail: Bilingual(
            zh: "此对象的个人数据已删除，不能再补充；如需服务请新建服务单",
            en: "The personal data of this case or person were erased and none can be added; open a new case instead."
        )
    )

    static let unavailable = HTTPProblem(
        code: "unavailable",
        status: .serviceUnavailable,
        title: Bilingual(zh: "暂时无法服务", en: "Unavailable for the moment"),
        detail: Bilingual(
            zh: "数据库暂时不可用，请稍后以相同的 Idempotency-Key 重试",
            en: "The database does not answer; try again later with the same Idempotency-Key."
        ),
        headers: [.retryAfter: "2"]
    )

    static let internalFault = HTTPProblem(
        code: "internal",
        status: .internalServerError,
        title: Bilingual(zh: "内部错误", en: "Internal error"),
        detail: Bilingual(
            zh: "请报告请求编号（instance）",
            en: "Something went wrong here; please report the request's id (instance)."
        )
    )
}
