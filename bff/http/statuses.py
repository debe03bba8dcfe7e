"""The one table of refusals and HTTP status codes; a test holds that every refusal has its row."""

from bff.http import refusals as edge
from domain.cases import request as case_request
from domain.catalogue import ports as catalogue
from domain.catalogue import texts as item_texts
from domain.catalogue import version_refusals as item_version
from domain.clock import clock
from domain.clock import record as clock_record
from domain.counter import visit
from domain.decisions import revocation
from domain.figures import figure, table
from domain.findings import push_list
from domain.forms import address_book, form, paper, signature
from domain.gateway import refusals as gateway
from domain.grievances import refusals as grievance
from domain.identity import (
    app_device,
    appointment,
    check,
    other_way,
    outside_sign_in,
    session,
    sign_in_code,
    visitor,
    web_view,
)
from domain.invitations import code, invitation, preference
from domain.kernel import callbacks, identifiers, limits
from domain.kernel import refusal as outward
from domain.kernel import refusals as kernel
from domain.kernel.refusal import Refusal
from domain.ledger import anchor
from domain.licences import licence
from domain.mandates import mandate
from domain.parties import ports as parties
from domain.privacy import access, erasure, export
from domain.promises import promise
from domain.ratings import rating
from domain.shipments import carriers, piece, shipment
from domain.staff import account, change, credentials
from domain.starts import start
from domain.supervision import result
from domain.supplements import supplement
from domain.usecases import hands_in, require_face, void_certificates

STATUS: dict[type[Refusal], int] = {
    edge.MalformedJson: 400,
    edge.MalformedRequest: 400,
    edge.IdempotencyKeyMissing: 400,
    gateway.GatewayNotAllowed: 400,
    edge.SignInNeeded: 401,
    edge.FaceNeeded: 401,
    account.KeyUnknown: 401,
    credentials.SignInFailed: 401,
    callbacks.SignatureWrong: 401,
    session.SessionEnded: 401,
    sign_in_code.CodeWrong: 401,
    outside_sign_in.OutsideSignInEnded: 401,
    web_view.TicketRefused: 401,
    require_face.FaceForThisMatter: 401,
    require_face.FaceForOwnData: 401,
    gateway.GatewayFaceNeeded: 401,
    edge.RoleMissing: 403,
    edge.ConsoleHeaderNeeded: 403,
    change.AskerIsConfirmer: 403,
    push_list.SignerIsPreparer: 403,
    revocation.RevokerIsPreparer: 403,
    hands_in.HandledTheCase: 403,
    item_version.SignerIsEditor: 403,
    check.FaceForAdults: 403,
    check.AnotherDocument: 403,
    outside_sign_in.OrganisationAccount: 403,
    outside_sign_in.NotRealName: 403,
    visitor.WechatAccountBlocked: 403,
    visit.GuardianNeeded: 403,
    licence.PurposeNotRegistered: 403,
    kernel.NotFound: 404,
    parties.NotRepresentative: 404,  # whose party one may not act for is not there
    catalogue.ItemUnknown: 404,
    edge.MethodNotAllowed: 405,
    kernel.StepNotAllowed: 409,
    visit.VisitEnded: 409,
    visit.VisitWithoutIdentity: 409,
    signature.SignatureNeeded: 409,
    address_book.AddressBookFull: 409,
    account.LoginTaken: 409,
    change.AskerIsGone: 409,
    change.ChangePending: 409,
    kernel.ChangedMeanwhile: 409,
    mandate.MandateChanged: 409,
    mandate.MandateUsedUp: 409,
    start.ItemNotOffered: 409,
    piece.PiecesDoNotMatch: 409,
    piece.PiecesUnaccounted: 409,
    shipment.ParcelStillAlive: 409,
    carriers.NoLawfulCarrier: 409,
    carriers.CarrierNotAllowed: 409,
    void_certificates.VoidTooEarly: 409,
    push_list.PushListChanged: 409,
    item_version.ItemCodeTaken: 409,
    item_version.ItemVersionOpen: 409,
    item_version.ItemVersionChanged: 409,
    item_version.ItemVersionUnsound: 409,
    item_version.ItemVersionUnchanged: 409,
    item_version.ItemVersionUntried: 409,
    item_version.ItemVersionOutdated: 409,
    item_texts.ItemKeyNotEditable: 409,
    invitation.MatterAlreadyAnswered: 409,
    invitation.InvitationLapsed: 409,
    invitation.ShownTextChanged: 409,
    preference.LastWay: 409,
    clock.ClockStepNotAllowed: 409,
    clock_record.ExtensionSignerIsPreparer: 403,
    clock.SuspensionUnfounded: 409,
    clock.ExtensionUnfounded: 409,
    paper.GlyphMissing: 409,
    form.FormNotReady: 409,
    form.FormChanged: 409,
    form.FormConfirmed: 409,
    licence.LicenceNotShowable: 409,
    other_way.WayNotOffered: 409,
    outside_sign_in.HouseNotOffered: 409,
    app_device.AppPushNotOffered: 409,
    promise.PromiseOver: 409,
    supplement.SupplementOver: 409,
    supplement.SupplementChanged: 409,
    case_request.DecidedAlready: 409,
    rating.AlreadyRated: 409,
    revocation.HearingNotOver: 409,
    export.DataExportNotReady: 409,
    erasure.ErasurePreviewChanged: 409,
    grievance.GrievanceStands: 409,
    grievance.ReopeningTooLate: 409,
    gateway.GatewayUnsettled: 409,
    check.IdentityCheckEnded: 410,
    gateway.TicketUnusable: 410,
    export.DataExportEnded: 410,
    edge.BodyTooLarge: 413,
    gateway.GatewayBodyTooLarge: 413,
    edge.UnsupportedMediaType: 415,
    edge.MalformedBody: 422,
    kernel.IdempotencyKeyReused: 422,
    account.RolesIncompatible: 422,
    account.BodiesNotFitting: 422,
    credentials.PasswordWeak: 422,
    code.AddressCodeMistyped: 422,
    preference.QuietTooLong: 422,
    identifiers.IdentifierInvalid: 422,
    appointment.AppointmentDayInvalid: 422,
    visit.DocumentNotSeen: 422,
    visit.BirthdayNeeded: 422,
    visit.IdentityNotMatched: 422,
    signature.SignatureBlank: 422,
    address_book.AddressIncomplete: 422,
    check.ConsentNeeded: 422,
    other_way.WayConsentNeeded: 422,
    other_way.CardInvalid: 422,
    visitor.WechatCodeInvalid: 422,
    invitation.PromiseNeeded: 422,
    supplement.SupplementIncomplete: 422,
    supplement.MaterialUnreadable: 422,
    item_version.LiveDayTooEarly: 422,
    form.FormLockedField: 422,
    form.FormIncomplete: 422,
    mandate.MandateUnsound: 422,
    result.ResultRangeWrong: 422,
    grievance.RemedyNotFitting: 422,
    rating.RatingTagUnknown: 422,
    rating.WordsNeeded: 422,
    figure.PeriodInvalid: 422,
    table.ExportTooLarge: 422,
    limits.TooManyRequests: 429,
    check.IdentityAttemptsExceeded: 429,
    edge.InternalError: 500,
    kernel.KeyLost: 500,
    outward.Refused: 502,
    gateway.GatewayFailed: 502,
    gateway.GatewayRefused: 502,
    gateway.GatewayTooLarge: 502,
    outward.Unavailable: 503,
    outward.Unknown: 503,
    edge.Overloaded: 503,
    edge.ClientTooOld: 426,
    edge.ShuttingDown: 503,
    edge.TemporarilyUnavailable: 503,
    access.AccessNotNoted: 503,
    limits.LimitsUnavailable: 503,
    anchor.EvidenceNotAnchored: 503,
    gateway.GatewayBusy: 503,
    gateway.GatewayUnavailable: 503,
    gateway.GatewayTimeout: 504,
}
