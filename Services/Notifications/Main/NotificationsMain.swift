import NotificationsService
import ServiceKit

@main
struct NotificationsMain {
    static func main() async {
        await ServiceProgram.main(NotificationsWiring.definition)
    }
}
