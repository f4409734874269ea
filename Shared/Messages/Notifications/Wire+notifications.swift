extension Wire {
    package enum NotificationStatus: String, WireEnumeration {
        case pending, delivered, failed
        case unknown
    }

    package enum NotificationChannel: String, WireEnumeration {
        /// Written to the service's own log book only.
        case log
        case email
        case unknown
    }
}
