import IntakeService
import ServiceKit

@main
struct IntakeMain {
    static func main() async {
        await ServiceProgram.main(IntakeWiring.definition)
    }
}
