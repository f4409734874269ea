import ComplaintsService
import ServiceKit

@main
struct ComplaintsMain {
    static func main() async {
        await ServiceProgram.main(ComplaintsWiring.definition)
    }
}
