import WebAuthn

/// What Chromium 156 sent, with its virtual authenticator, for the requests of ``RegistrationRequest/json``
/// and ``AuthenticationRequest/json`` with the terms of ``CeremonyTerms/riverside(_:)`` and the user handle
/// 09 09; one algorithm offered each time.
struct ChromiumAnswer: Sendable {
  let algorithm: PublicKeyAlgorithm
  let registration: String
  let authentication: String

  static let edDSA = ChromiumAnswer(
    algorithm: .edDSA,
    registration: #"""
      {"authenticatorAttachment":"platform","clientExtensionResults":{},"id":"6WYc7FvFaEipcimZl_Bwyg\#
      gQCZEF5aogfMh1W2JRJZE","rawId":"6WYc7FvFaEipcimZl_BwyggQCZEF5aogfMh1W2JRJZE","response":{"atte\#
      stationObject":"o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YViBql-rgGOGUo146GS4GTthlaTWFKrw886MlOyCPm\#
      5yrZ9dAAAAAQECAwQFBgcIAQIDBAUGBwgAIOlmHOxbxWhIqXIpmZfwcMoIEAmRBeWqIHzIdVtiUSWRpAEBAycgBiFYIFRp\#
      LyTrsQE4R1RhQHPn_b1QF2W-WKyKazWG37nXf2XJ","authenticatorData":"ql-rgGOGUo146GS4GTthlaTWFKrw886\#
      MlOyCPm5yrZ9dAAAAAQECAwQFBgcIAQIDBAUGBwgAIOlmHOxbxWhIqXIpmZfwcMoIEAmRBeWqIHzIdVtiUSWRpAEBAycgB\#
      iFYIFRpLyTrsQE4R1RhQHPn_b1QF2W-WKyKazWG37nXf2XJ","clientDataJSON":"eyJ0eXBlIjoid2ViYXV0aG4uY3J\#
      lYXRlIiwiY2hhbGxlbmdlIjoiQUFFQ0F3UUZCZ2NJQ1FvTERBME9EdyIsIm9yaWdpbiI6Imh0dHBzOi8vcml2ZXJzaWRlL\#
      mV4YW1wbGUiLCJjcm9zc09yaWdpbiI6ZmFsc2UsIm90aGVyX2tleXNfY2FuX2JlX2FkZGVkX2hlcmUiOiJkbyBub3QgY29\#
      tcGFyZSBjbGllbnREYXRhSlNPTiBhZ2FpbnN0IGEgdGVtcGxhdGUuIFNlZSBodHRwczovL2dvby5nbC95YWJQZXgifQ","\#
      publicKey":"MCowBQYDK2VwAyEAVGkvJOuxAThHVGFAc-f9vVAXZb5YrIprNYbfudd_Zck","publicKeyAlgorithm":\#
      -8,"transports":["internal"]},"type":"public-key"}
      """#,
    authentication: #"""
      {"authenticatorAttachment":"platform","clientExtensionResults":{},"id":"6WYc7FvFaEipcimZl_Bwyg\#
      gQCZEF5aogfMh1W2JRJZE","rawId":"6WYc7FvFaEipcimZl_BwyggQCZEF5aogfMh1W2JRJZE","response":{"auth\#
      enticatorData":"ql-rgGOGUo146GS4GTthlaTWFKrw886MlOyCPm5yrZ8dAAAAAg","clientDataJSON":"eyJ0eXBl\#
      Ijoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiQUFFQ0F3UUZCZ2NJQ1FvTERBME9EdyIsIm9yaWdpbiI6Imh0dHBzOi\#
      8vcml2ZXJzaWRlLmV4YW1wbGUiLCJjcm9zc09yaWdpbiI6ZmFsc2V9","signature":"3FYV2vUz1ToAdsA7Isj2jMI2a\#
      aDKpfTv4Iq8BZpHZE3IofprkKhSw_Yvjrw2C7m4yDC-8aOUvZ17dprJfF7bDA","userHandle":"CQk"},"type":"pub\#
      lic-key"}
      """#)

  static let es256 = ChromiumAnswer(
    algorithm: .es256,
    registration: #"""
      {"authenticatorAttachment":"platform","clientExtensionResults":{},"id":"75Umt1doWy1niDl6qNS9_x\#
      IwgyAxGdbdFjlumikHdy8","rawId":"75Umt1doWy1niDl6qNS9_xIwgyAxGdbdFjlumikHdy8","response":{"atte\#
      stationObject":"o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVikql-rgGOGUo146GS4GTthlaTWFKrw886MlOyCPm\#
      5yrZ9dAAAAAQECAwQFBgcIAQIDBAUGBwgAIO-VJrdXaFstZ4g5eqjUvf8SMIMgMRnW3RY5bpopB3cvpQECAyYgASFYIPiz\#
      BB-y2ntA6QxOambJahlJbZO_qEDe9E73NtPn2ixUIlgghDQ9xSMCsUmviYcdz2S_6n99dsBPyYlZhWmQnkS49EY","auth\#
      enticatorData":"ql-rgGOGUo146GS4GTthlaTWFKrw886MlOyCPm5yrZ9dAAAAAQECAwQFBgcIAQIDBAUGBwgAIO-VJr\#
      dXaFstZ4g5eqjUvf8SMIMgMRnW3RY5bpopB3cvpQECAyYgASFYIPizBB-y2ntA6QxOambJahlJbZO_qEDe9E73NtPn2ixU\#
      IlgghDQ9xSMCsUmviYcdz2S_6n99dsBPyYlZhWmQnkS49EY","clientDataJSON":"eyJ0eXBlIjoid2ViYXV0aG4uY3J\#
      lYXRlIiwiY2hhbGxlbmdlIjoiQUFFQ0F3UUZCZ2NJQ1FvTERBME9EdyIsIm9yaWdpbiI6Imh0dHBzOi8vcml2ZXJzaWRlL\#
      mV4YW1wbGUiLCJjcm9zc09yaWdpbiI6ZmFsc2V9","publicKey":"MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE-LME\#
      H7Lae0DpDE5qZslqGUltk7-oQN70Tvc20-faLFSEND3FIwKxSa-Jhx3PZL_qf312wE_JiVmFaZCeRLj0Rg","publicKey\#
      Algorithm":-7,"transports":["internal"]},"type":"public-key"}
      """#,
    authentication: #"""
      {"authenticatorAttachment":"platform","clientExtensionResults":{},"id":"75Umt1doWy1niDl6qNS9_x\#
      IwgyAxGdbdFjlumikHdy8","rawId":"75Umt1doWy1niDl6qNS9_xIwgyAxGdbdFjlumikHdy8","response":{"auth\#
      enticatorData":"ql-rgGOGUo146GS4GTthlaTWFKrw886MlOyCPm5yrZ8dAAAAAg","clientDataJSON":"eyJ0eXBl\#
      Ijoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiQUFFQ0F3UUZCZ2NJQ1FvTERBME9EdyIsIm9yaWdpbiI6Imh0dHBzOi\#
      8vcml2ZXJzaWRlLmV4YW1wbGUiLCJjcm9zc09yaWdpbiI6ZmFsc2V9","signature":"MEQCIE2sc_o6mGPcTyBVlYfpv\#
      CscDOD_BFEtrlKRMxt9LM8kAiBt8logQWRZ8v0wkOC97rpHo9rh2slRoGGzmsFrhPm93g","userHandle":"CQk"},"ty\#
      pe":"public-key"}
      """#)

  static let rs256 = ChromiumAnswer(
    algorithm: .rs256,
    registration: #"""
      {"authenticatorAttachment":"platform","clientExtensionResults":{},"id":"IY-tyBpuL74f_rbPGg8h4K\#
      MPzU_M4zFEIIx0E4QE53Y","rawId":"IY-tyBpuL74f_rbPGg8h4KMPzU_M4zFEIIx0E4QE53Y","response":{"atte\#
      stationObject":"o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVkBZ6pfq4BjhlKNeOhkuBk7YZWk1hSq8PPOjJTsgj\#
      5ucq2fXQAAAAEBAgMEBQYHCAECAwQFBgcIACAhj63IGm4vvh_-ts8aDyHgow_NT8zjMUQgjHQThATndqQBAwM5AQAgWQEA\#
      wcL6QYaAl58sWTbHLb_ab0T_RV4ptS2y7XgMLz0kCa3HSDCMRmlco9ZcfQbdD2eL1EDex8Ietxy6fX1E5Q_4o0iZKv1-gj\#
      wd0DYx-nbjQkkqAn5b9gLLa5EcI0aIJ8aP8GPsWbXfczPTkQfLsCHd-DnTFua6p41y7uMuubS4Y3kNOoFqqhcnFHiyXOtg\#
      sH33kjecT84q_udTDop36Yj_ZdE_q22WvZ5ou87X_YAkkOMUhUwwLRkB43uDbbjuV8cHMHsHOOa5JJ5QqacSqbZ7fNx9P5\#
      c8LpieFZK-A2KaN0S8V40B2Neye5QWPVkvwfYwdohtZsGdrD9I7VtsZZ4TryFDAQAB","authenticatorData":"ql-rg\#
      GOGUo146GS4GTthlaTWFKrw886MlOyCPm5yrZ9dAAAAAQECAwQFBgcIAQIDBAUGBwgAICGPrcgabi--H_62zxoPIeCjD81\#
      PzOMxRCCMdBOEBOd2pAEDAzkBACBZAQDBwvpBhoCXnyxZNsctv9pvRP9FXim1LbLteAwvPSQJrcdIMIxGaVyj1lx9Bt0PZ\#
      4vUQN7Hwh63HLp9fUTlD_ijSJkq_X6CPB3QNjH6duNCSSoCflv2AstrkRwjRognxo_wY-xZtd9zM9ORB8uwId34OdMW5rq\#
      njXLu4y65tLhjeQ06gWqqFycUeLJc62CwffeSN5xPzir-51MOinfpiP9l0T-rbZa9nmi7ztf9gCSQ4xSFTDAtGQHje4Ntu\#
      O5Xxwcwewc45rkknlCppxKptnt83H0_lzwumJ4Vkr4DYpo3RLxXjQHY17J7lBY9WS_B9jB2iG1mwZ2sP0jtW2xlnhOvIUM\#
      BAAE","clientDataJSON":"eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIiwiY2hhbGxlbmdlIjoiQUFFQ0F3UUZCZ2NJQ1\#
      FvTERBME9EdyIsIm9yaWdpbiI6Imh0dHBzOi8vcml2ZXJzaWRlLmV4YW1wbGUiLCJjcm9zc09yaWdpbiI6ZmFsc2V9","p\#
      ublicKey":"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAwcL6QYaAl58sWTbHLb_ab0T_RV4ptS2y7XgMLz0\#
      kCa3HSDCMRmlco9ZcfQbdD2eL1EDex8Ietxy6fX1E5Q_4o0iZKv1-gjwd0DYx-nbjQkkqAn5b9gLLa5EcI0aIJ8aP8GPsW\#
      bXfczPTkQfLsCHd-DnTFua6p41y7uMuubS4Y3kNOoFqqhcnFHiyXOtgsH33kjecT84q_udTDop36Yj_ZdE_q22WvZ5ou87\#
      X_YAkkOMUhUwwLRkB43uDbbjuV8cHMHsHOOa5JJ5QqacSqbZ7fNx9P5c8LpieFZK-A2KaN0S8V40B2Neye5QWPVkvwfYwd\#
      ohtZsGdrD9I7VtsZZ4TrwIDAQAB","publicKeyAlgorithm":-257,"transports":["internal"]},"type":"publ\#
      ic-key"}
      """#,
    authentication: #"""
      {"authenticatorAttachment":"platform","clientExtensionResults":{},"id":"IY-tyBpuL74f_rbPGg8h4K\#
      MPzU_M4zFEIIx0E4QE53Y","rawId":"IY-tyBpuL74f_rbPGg8h4KMPzU_M4zFEIIx0E4QE53Y","response":{"auth\#
      enticatorData":"ql-rgGOGUo146GS4GTthlaTWFKrw886MlOyCPm5yrZ8dAAAAAg","clientDataJSON":"eyJ0eXBl\#
      Ijoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiQUFFQ0F3UUZCZ2NJQ1FvTERBME9EdyIsIm9yaWdpbiI6Imh0dHBzOi\#
      8vcml2ZXJzaWRlLmV4YW1wbGUiLCJjcm9zc09yaWdpbiI6ZmFsc2V9","signature":"OrTxoADwpnuyRjsybM9xyVSph\#
      2tfhBIq4EI089sVxpLdBeNQhxKQrorLuZ3J-lErMIKHOFyRqZib0FMNHCp5Ops6ShNiEO0iilsyBlNGs2MmT5WOobKzDtl\#
      7UYVFr-Cml_5r5MyWq3DUuFGxvH-GU1m5lu4yjuMPqCxYZWqYPRcvcIRgaM4YorhHP3suu5DuymUyZfaX9G04H28lIFGxD\#
      5yUZefDa5OVlwz0awnOXjnG7IajOFnvN3Ce9Z4AmlgOMjEIidBohHD9sIYa73_H97gk10xTdbYhJIl-tKpydARac3QNNkK\#
      95vjpd7PQBe2HGmvdKu2HB7Oh4qx_y8eY3A","userHandle":"CQk"},"type":"public-key"}
      """#)
}
