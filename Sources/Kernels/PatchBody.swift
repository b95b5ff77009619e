/// What is done with a part of patches, written for a part of any size.
@usableFromInline protocol PatchBody {
  /// The most units of a part.
  static var mostUnits: Int { get }
  func run<P: Patch>(_: P.Type)
}

extension ChoiceKernels {
  /// Runs `body` with the type of a part's rows and units.
  @inlinable @inline(__always)
  static func forPatch<Body: PatchBody>(of part: PatchPart, _ body: Body) {
    typealias Two = Joined<Unit, Unit>
    typealias Four = Joined<Two, Two>
    switch part.units {
    case 1: forRows(of: part, Unit.self, body)
    case 2: forRows(of: part, Two.self, body)
    case 3: forRows(of: part, Joined<Two, Unit>.self, body)
    case 4: forRows(of: part, Four.self, body)
    case 5: forRows(of: part, Joined<Four, Unit>.self, body)
    default: forRows(of: part, Joined<Four, Two>.self, body)
    }
  }

  /// Runs `body` with the type of the rows and units of a part of one or two units a row.
  @inlinable @inline(__always)
  static func forThinPatch<Body: PatchBody>(of part: PatchPart, _ body: Body) {
    if part.units == 1 {
      forRows(of: part, Unit.self, body)
    } else {
      forRows(of: part, Joined<Unit, Unit>.self, body)
    }
  }

  @inlinable @inline(__always)
  static func forRows<Row: Run, Body: PatchBody>(of part: PatchPart, _: Row.Type, _ body: Body) {
    typealias One = OneRow<Row>
    typealias Two = Stacked<One, One>
    let units = Row.count / Unit.count
    let most = min(mostUnits, Body.mostUnits)
    switch part.rows {
    case 1: body.run(One.self)
    case 2: if 2 &* units <= most { body.run(Two.self) }
    case 3: if 3 &* units <= most { body.run(Stacked<Two, One>.self) }
    case 4: if 4 &* units <= most { body.run(Stacked<Two, Two>.self) }
    default: if 5 &* units <= most { body.run(Stacked<Stacked<Two, Two>, One>.self) }
    }
  }
}
