extension ProgramImage {
  public enum ByteOrder: Equatable, Sendable {
    case littleEndian, bigEndian

    /// This machine's.
    #if _endian(little)
      public static let native = ByteOrder.littleEndian
    #else
      public static let native = ByteOrder.bigEndian
    #endif
  }

  /// Refuses a program that was compiled for machines of the other byte order: it can be read, but
  /// not run. Whoever is about to run or to verify an image asks first.
  public func requireNativeByteOrder() throws(ObjectFileError) {
    guard byteOrder != .native else { return }
    let problem: ObjectFileError.Problem =
      byteOrder == .bigEndian ? .bigEndian : .littleEndian
    throw ObjectFileError(section: "ELF header", offset: 5, problem: problem)
  }
}
