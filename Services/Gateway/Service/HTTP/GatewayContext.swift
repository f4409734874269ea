import Hummingbird
import Messaging

/// What is known of a request while it is answered.
struct GatewayContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The values of the names in the route's braces.
    var pathValues: [String: String] = [:]
    /// Set once the doorkeeper has let the sender in.
    var principal = Principal(subject: "", roles: [])

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
    }
}
