import Devices

/// Why a server could not be made or started. What it says names the remedy.
public enum ServerError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Not an address and the length of its prefix.
  case badAddress(String)
  /// Not an address.
  case badGateway(String)
  /// A file of a data path that can't be read.
  case unreadable(String)
  /// An object that is none of a data path, and why.
  case badDataPath(String, String)
  /// The verifier has refused some of the programs, and why.
  case refused(String, [String])
  case device(DeviceError)
  /// Something listens at the port already.
  case portTaken(UInt16)
  /// There is no service of that name.
  case unknownService(String)
  /// There may be so many listeners.
  case tooManyListeners(Int)
  /// What was said can't be had, and why.
  case badConfiguration(String)
  /// What has to be done before the server is started, and was not.
  case alreadyStarted
  /// The system has not given what was needed: memory, or descriptors.
  case failed(String)

  public var description: String {
    switch self {
    case .badAddress(let text):
      "“\(text)” is no address: give one with the length of its prefix, such as 10.0.0.2/24"
    case .badGateway(let text): "“\(text)” is no address: give one such as 10.0.0.1"
    case .unreadable(let path): "\(path): no such file, or no permission to read it"
    case .badDataPath(let name, let reason):
      "\(name): \(reason); give an object that `baton build` has made"
    case .refused(let name, let reasons):
      (["\(name): refused by the verifier; `baton verify --explain` says more"] + reasons)
        .joined(separator: "\n")
    case .device(let error): "\(error)"
    case .portTaken(let port): "port \(port) is taken: give each handler and listener its own"
    case .unknownService(let name): "there is no service “\(name)”: echo, http or kv"
    case .tooManyListeners(let limit):
      "there are \(limit) listeners already, which is as many as there may be"
    case .badConfiguration(let text): text
    case .alreadyStarted:
      "the server was started already: have handlers and listeners before, and a new server for each start"
    case .failed(let reason): reason
    }
  }
}
