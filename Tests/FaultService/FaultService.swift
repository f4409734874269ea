import FaultKit
import Foundation
import Messages
import ServiceKit

/// One service of the workload on the real runtime: `FaultService desk serve`, which ends with the process that started it.
@main
struct FaultService {
    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard let service = arguments.first.flatMap(ServiceName.init(rawValue:)) else {
            FileHandle.standardError.write(Data("FaultService gateway|intake|parts serve|migrate\n".utf8))
            exit(64)
        }
        endWithParent()
        exit(await ServiceProgram.run(CaseLife.definition(of: service), arguments: Array(arguments.dropFirst())))
    }

    private static func endWithParent() {
        guard let parent = ProcessInfo.processInfo.environment["AFTERCARE_PARENT"].flatMap({ Int32($0) }) else {
            return
        }
        Thread.detachNewThread {
            while kill(parent, 0) == 0 { usleep(500_000) }
            exit(9)
        }
    }
}
