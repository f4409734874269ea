import ServiceKit
import SurveysService

@main
struct SurveysMain {
    static func main() async {
        await ServiceProgram.main(SurveysWiring.definition)
    }
}
