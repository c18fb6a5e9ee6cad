// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Gives the answer to what is no HTTP a body like that of every other error.
///
/// Hummingbird answers such bytes, and headers that are too many or too long, with an empty 400 and closes the connection.
/// It does so in the order of the answers, so the empty one is filled here rather than replaced by one of our own.
final class MalformedRequestHandler: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    static let message = "The request is not HTTP/1.1, or its headers are too long"

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .head(var head) = unwrapOutboundIn(data), head.status == .badRequest,
            head.headerFields[.contentLength] == "0"
        else {
            context.write(data, promise: promise)
            return
        }
        let body = JSONPrinter.bytes(ErrorAnswer.malformed(Self.message).body)
        head.headerFields[.contentType] = "application/json"
        head.headerFields[.contentLength] = "\(body.count)"
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(ByteBuffer(bytes: body))), promise: promise)
    }
}
