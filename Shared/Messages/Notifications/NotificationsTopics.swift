extension Topic {
    package static let notificationsNotificationEvents = Topic.events(.notifications, "notification")
    package static let notificationsNotificationState = Topic.state(.notifications, "notification")
}
