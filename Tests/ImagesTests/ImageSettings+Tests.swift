import Images

extension ImageSettings {
  /// For tests that run beside each other on a busy machine: nobody is turned away for lack of time or room.
  static var unhurried: ImageSettings {
    var settings = ImageSettings()
    settings.waiting = 1000
    settings.patience = .seconds(300)
    return settings
  }
}
