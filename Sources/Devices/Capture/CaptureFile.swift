import Glibc
import Wire

/// A capture file of Ethernet frames, in memory, read record by record.
public struct CaptureFile: Sendable {
  public let octets: [UInt8]
  private let format: PcapFile
  /// Where the next record begins.
  public private(set) var offset = PcapFile.headerByteCount

  /// Takes the octets of a file; `name` is for errors.
  public init(_ octets: [UInt8], name: String) throws(DeviceError) {
    do {
      format = try PcapFile(parsing: octets.span)
    } catch {
      throw DeviceError(.noCapture(error), step: "read", device: name)
    }
    guard format.linkType == PcapFile.ethernetLinkType else {
      throw DeviceError(.noEthernet(linkType: format.linkType), step: "read", device: name)
    }
    self.octets = octets
  }

  /// Reads the file at `path` as a whole.
  public init(path: String) throws(DeviceError) {
    do {
      try self.init(try Self.octets(path), name: path)
    } catch let error as DeviceError {
      throw error
    } catch let error as Errno {
      throw DeviceError(.badFile, step: "read", device: path, errno: error)
    } catch {
      preconditionFailure("there are no other errors")
    }
  }

  private static func octets(_ path: String) throws(Errno) -> [UInt8] {
    // The path is read during the call.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .current }
    let file = OwnedDescriptor(adopting: descriptor)
    var octets: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      // As many as there is room for, at most.
      let count = unsafe read(file.number, &part, part.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .current }
      guard count > 0 else { return octets }
      octets += part[..<count]
    }
  }

  /// The next record; nil at the end of the file. After an error there is none.
  public mutating func next() throws(PcapError) -> PcapFile.Record? {
    do {
      guard let record = try format.record(in: octets.span, at: offset) else { return nil }
      offset = record.octets.upperBound
      return record
    } catch {
      offset = octets.count
      throw error
    }
  }

  /// Begins again with the first record.
  public mutating func rewind() { offset = PcapFile.headerByteCount }
}
