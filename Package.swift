// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// Test builds can be made to fail at named places (`Failpoint`).
let failpoints: [SwiftSetting] = [.define("FAILPOINTS", .when(configuration: .debug))]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let jwtKit = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")

/// A target in `Shared/`, with its tests in `Tests/<name>Tests`.
func shared(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .target(
        name: name,
        dependencies: dependencies,
        path: "Shared/\(name)",
        exclude: [],
        resources: resources,
        swiftSettings: settings + failpoints
    )
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(
        name: name,
        dependencies: dependencies,
        path: "Tests/\(name)",
        resources: resources,
        swiftSettings: settings
    )
}

/// The one shape of a service: Main → Service → Domain → Vocabulary, and the tests of both layers.
func service(_ name: String, _ extra: [Target.Dependency] = []) -> [Target] {
    let folder = "Services/\(name)"
    let domain = Target.Dependency(stringLiteral: "\(name)Domain")
    let service = Target.Dependency(stringLiteral: "\(name)Service")
    return [
        .target(
            name: "\(name)Domain",
            dependencies: ["Vocabulary"],
            path: "\(folder)/Domain",
            swiftSettings: settings
        ),
        .target(
            name: "\(name)Service",
            dependencies: [
                domain, "Vocabulary", "Messages", "Database", "Messaging", "ServiceKit", logging, serviceLifecycle,
            ] + extra,
            path: "\(folder)/Service",
            resources: [.embedInCode("Storage/Migrations")],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "\(name)Main",
            dependencies: [service, "ServiceKit"],
            path: "\(folder)/Main",
            swiftSettings: settings
        ),
        tests("\(name)DomainTests", [domain, "Vocabulary"]),
        tests(
            "\(name)ServiceTests",
            [service, domain, "Vocabulary", "Messages", "Database", "Messaging", "ServiceKit", "TestKit", logging]
        ),
    ]
}

let package = Package(
    name: "aftercare",
    products: [
        .executable(name: "intake", targets: ["IntakeMain"]),
        .executable(name: "dispatch", targets: ["DispatchMain"]),
        .executable(name: "parts", targets: ["PartsMain"]),
        .executable(name: "complaints", targets: ["ComplaintsMain"]),
        .executable(name: "returns", targets: ["ReturnsMain"]),
        .executable(name: "surveys", targets: ["SurveysMain"]),
        .executable(name: "notifications", targets: ["NotificationsMain"]),
        .executable(name: "gateway", targets: ["GatewayMain"]),
        .executable(name: "aftercare", targets: ["OperatorMain"]),
        .executable(name: "bench", targets: ["Benchmarks"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CLibPQ",
            path: "Shared/CLibPQ",
            pkgConfig: "libpq",
            providers: [.apt(["libpq-dev"])]
        ),
        .systemLibrary(
            name: "CRdKafka",
            path: "Shared/CRdKafka",
            pkgConfig: "rdkafka",
            providers: [.apt(["librdkafka-dev"])]
        ),
        .systemLibrary(
            name: "CCurl",
            path: "Shared/CCurl",
            pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]
        ),

        shared("Vocabulary", []),
        shared("Calendars", ["Vocabulary"], resources: [.embedInCode("Holidays")]),
        shared("Messages", ["Vocabulary", crypto]),
        shared("Database", ["Vocabulary", "CLibPQ", crypto, logging, serviceLifecycle]),
        shared(
            "Messaging",
            ["Vocabulary", "Messages", "Database", "CRdKafka", crypto, logging, metrics, serviceLifecycle],
            resources: [.embedInCode("Migrations")]
        ),
        shared(
            "ServiceKit",
            [
                "Vocabulary", "Messages", "Database", "Messaging", argumentParser, configuration, hummingbird, logging,
                metrics, nioCore, serviceLifecycle, unixSignals,
            ]
        ),
        shared("TestKit", ["Vocabulary", "Messages", "Database", "Messaging", logging, serviceLifecycle]),

        tests("VocabularyTests", ["Vocabulary"]),
        tests("CalendarsTests", ["Vocabulary", "Calendars"]),
        tests("MessagesTests", ["Vocabulary", "Messages"], resources: [.copy("Golden"), .copy("Released")]),
        tests("DatabaseTests", ["Vocabulary", "Database", "TestKit", logging]),
        tests(
            "MessagingTests",
            ["Vocabulary", "Messages", "Database", "Messaging", "TestKit", "CRdKafka", logging, serviceLifecycle]
        ),
        tests("SimulationTests", ["Vocabulary", "Messages", "Database", "Messaging", "TestKit", logging]),
        tests(
            "ServiceKitTests",
            [
                "Vocabulary", "Messages", "Database", "Messaging", "ServiceKit", "TestKit", hummingbird,
                hummingbirdTesting, logging, metrics, serviceLifecycle,
            ]
        ),
        tests("ArchitectureTests", []),
        tests(
            "SuiteTests",
            [
                "ComplaintsService", "DispatchService", "GatewayService", "IntakeService", "NotificationsService",
                "PartsService", "ReturnsService", "SurveysService", "ComplaintsDomain", "DispatchDomain",
                "IntakeDomain", "NotificationsDomain", "PartsDomain", "SurveysDomain", "Vocabulary", "Messages",
                "Database", "Messaging", "OperatorKit", "ServiceKit", "TestKit", logging, serviceLifecycle,
            ]
        ),

        .target(
            name: "GatewayService",
            dependencies: [
                "Vocabulary", "Messages", "Database", "Messaging", "ServiceKit", crypto, httpTypes, hummingbird,
                jwtKit, logging, metrics, nioCore, serviceLifecycle,
            ],
            path: "Services/Gateway/Service",
            resources: [.embedInCode("Storage/Migrations")],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "GatewayMain",
            dependencies: ["GatewayService", "ServiceKit"],
            path: "Services/Gateway/Main",
            swiftSettings: settings
        ),
        tests(
            "GatewayTests",
            [
                "GatewayService", "Vocabulary", "Messages", "Database", "Messaging", "ServiceKit", "TestKit",
                httpTypes, hummingbird, hummingbirdTesting, jwtKit, logging, nioCore,
            ]
        ),

        .target(name: "FixedPort", path: "Services/Operator/FixedPort"),
        .target(
            name: "OperatorKit",
            dependencies: [
                "FixedPort", "Vocabulary", "Messages", "Database", "Messaging", "ServiceKit", argumentParser,
                asyncHTTPClient, crypto, jwtKit, logging, serviceLifecycle,
            ],
            path: "Services/Operator/Kit",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "OperatorMain",
            dependencies: ["OperatorKit", argumentParser],
            path: "Services/Operator/Main",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "OperatorKit", "Vocabulary", "Messages", "Messaging", "Database", argumentParser, logging,
                serviceLifecycle,
            ],
            path: "Tests/Benchmarks",
            exclude: ["README.md"],
            swiftSettings: settings
        ),
        tests(
            "OperatorTests",
            [
                "OperatorKit", "Vocabulary", "Messages", "Messaging", "Database", "TestKit", logging, serviceLifecycle,
            ]
        ),

        .target(
            name: "FaultKit",
            dependencies: [
                "OperatorKit", "Vocabulary", "Messages", "Database", "Messaging", "ServiceKit", asyncHTTPClient,
                logging,
            ],
            path: "Tests/FaultKit",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "FaultService",
            dependencies: ["FaultKit", "Messages", "ServiceKit"],
            path: "Tests/FaultService",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "FaultRunner",
            dependencies: [
                "FaultKit", "FaultService", "OperatorKit", "OperatorMain", "GatewayMain", "IntakeMain", argumentParser,
                logging,
            ],
            path: "Tests/FaultRunner",
            exclude: ["README.md"],
            swiftSettings: settings
        ),
        tests(
            "FaultTests",
            [
                "FaultKit", "FaultService", "OperatorMain", "GatewayMain", "IntakeMain", "OperatorKit", "Vocabulary",
                "Messages", "Database", "Messaging", "ServiceKit", "TestKit", logging, serviceLifecycle,
            ]
        ),
    ]
        + service("Intake") + service("Dispatch") + service("Parts") + service("Complaints") + service("Returns")
        + service("Surveys") + service("Notifications", ["CCurl"]),
    swiftLanguageModes: [.v6]
)
