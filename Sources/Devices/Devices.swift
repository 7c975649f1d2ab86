/// Devices.
