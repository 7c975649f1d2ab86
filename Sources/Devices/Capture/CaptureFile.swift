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
      try self.init(try FileOctets.read(path), name: path)
    } catch let error as DeviceError {
      throw error
    } catch let error as Errno {
      throw DeviceError(.badFile, step: "read", device: path, errno: error)
    } catch {
      preconditionFailure("there are no other errors")
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
