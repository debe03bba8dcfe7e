"""The one table of refusals and HTTP status codes; a test holds that every refusal has its row."""

from bff.http import refusals as edge
from domain.catalogue import ports as catalogue
from domain.clock import clock
from domain.findings import push_list
from domain.forms import form, paper
from domain.gateway import refusals as gateway
from domain.identity import appointment, check, session, visitor
from domain.invitations import code, invitation
from domain.kernel import callbacks, identifiers, limits
from domain.kernel import refusal as outward
from domain.kernel import refusals as kernel
from domain.kernel.refusal import Refusal
from domain.licences import licence
from domain.parties import ports as parties
from domain.ratings import rating
from domain.shipments import shipment
from domain.staff import account
from domain.starts import start
from domain.usecases import require_face

STATUS: dict[type[Refusal], int] = {
    edge.MalformedJson: 400,
    edge.MalformedRequest: 400,
    edge.IdempotencyKeyMissing: 400,
    gateway.GatewayNotAllowed: 400,
    edge.SignInNeeded: 401,
    edge.FaceNeeded: 401,
    account.KeyUnknown: 401,
    callbacks.SignatureWrong: 401,
    session.SessionEnded: 401,
    require_face.FaceForThisMatter: 401,
    gateway.GatewayFaceNeeded: 401,
    edge.RoleMissing: 403,
    push_list.SignerIsPreparer: 403,
    check.FaceForAdults: 403,
    visitor.WechatAccountBlocked: 403,
    parties.NotRepresentative: 403,
    licence.PurposeNotRegistered: 403,
    kernel.NotFound: 404,
    catalogue.ItemUnknown: 404,
    edge.MethodNotAllowed: 405,
    kernel.StepNotAllowed: 409,
    kernel.ChangedMeanwhile: 409,
    start.ItemNotOffered: 409,
    shipment.PiecesDoNotMatch: 409,
    push_list.PushListChanged: 409,
    invitation.MatterAlreadyAnswered: 409,
    invitation.InvitationLapsed: 409,
    invitation.ShownTextChanged: 409,
    clock.ClockStepNotAllowed: 409,
    clock.SuspensionUnfounded: 409,
    clock.ExtensionUnfounded: 409,
    paper.GlyphMissing: 409,
    form.FormNotReady: 409,
    form.FormChanged: 409,
    form.FormConfirmed: 409,
    licence.LicenceNotShowable: 409,
    rating.AlreadyRated: 409,
    gateway.GatewayUnsettled: 409,
    check.IdentityCheckEnded: 410,
    gateway.TicketUnusable: 410,
    edge.BodyTooLarge: 413,
    gateway.GatewayBodyTooLarge: 413,
    edge.UnsupportedMediaType: 415,
    edge.MalformedBody: 422,
    kernel.IdempotencyKeyReused: 422,
    code.AddressCodeMistyped: 422,
    identifiers.IdentifierInvalid: 422,
    appointment.AppointmentDayInvalid: 422,
    check.ConsentNeeded: 422,
    visitor.WechatCodeInvalid: 422,
    invitation.PromiseNeeded: 422,
    form.FormLockedField: 422,
    form.FormIncomplete: 422,
    rating.RatingTagUnknown: 422,
    rating.WordsNeeded: 422,
    limits.TooManyRequests: 429,
    check.IdentityAttemptsExceeded: 429,
    edge.InternalError: 500,
    outward.Refused: 502,
    gateway.GatewayFailed: 502,
    gateway.GatewayRefused: 502,
    gateway.GatewayTooLarge: 502,
    outward.Unavailable: 503,
    outward.Unknown: 503,
    edge.ShuttingDown: 503,
    edge.TemporarilyUnavailable: 503,
    limits.LimitsUnavailable: 503,
    gateway.GatewayBusy: 503,
    gateway.GatewayUnavailable: 503,
    gateway.GatewayTimeout: 504,
}
