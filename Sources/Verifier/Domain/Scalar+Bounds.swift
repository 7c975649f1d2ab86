/// What a scalar tells, and which words it stands for.
extension Scalar {
  /// The word, when there is only one.
  public var constantValue: UInt64? { tnum.isConstant ? tnum.value : nil }

  /// The low half, when there is only one.
  public var low32ConstantValue: UInt32? {
    let low = tnum.resized(to: W.Half.self)
    return low.isConstant ? UInt32(truncatingIfNeeded: low.value) : nil
  }

  public var isConstant: Bool { tnum.isConstant }

  public var isUnknown: Bool { self == .unknown }

  public var unsignedMin: UInt64 { range.unsignedMin }
  public var unsignedMax: UInt64 { range.unsignedMax }
  public var signedMin: Int64 { W.signed(range.signedMin) }
  public var signedMax: Int64 { W.signed(range.signedMax) }

  public var low32UnsignedMin: UInt32 { UInt32(truncatingIfNeeded: lowRange.unsignedMin) }
  public var low32UnsignedMax: UInt32 { UInt32(truncatingIfNeeded: lowRange.unsignedMax) }

  public var low32SignedMin: Int32 {
    Int32(truncatingIfNeeded: W.Half.signed(lowRange.signedMin))
  }

  public var low32SignedMax: Int32 {
    Int32(truncatingIfNeeded: W.Half.signed(lowRange.signedMax))
  }

  /// True when `concrete` is one of the words this scalar stands for.
  public func contains(_ concrete: UInt64) -> Bool {
    tnum.contains(concrete) && range.contains(concrete)
      && lowRange.contains(concrete & W.Half.mask)
  }

  /// True when everything known about `other` also holds here, so that what was proved for `other`
  /// holds for this scalar. Never wrongly true.
  public func isSubset(of other: Scalar) -> Bool {
    tnum.isSubset(of: other.tnum) && range.isSubset(of: other.range)
      && lowRange.isSubset(of: other.lowRange)
  }
}
