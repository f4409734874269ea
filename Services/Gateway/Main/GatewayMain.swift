import GatewayService
import ServiceKit

@main
struct GatewayMain {
    static func main() async {
        await ServiceProgram.main(GatewayWiring.definition)
    }
}
