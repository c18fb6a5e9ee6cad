// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// An HTTP server that gives the same answer to everything, as fast as it can.
enum CannedServer {
    /// An answer to a session update, of the size that is usual.
    static let answer = """
        {"effects":[{"campaignId":244,"rulesetId":73,"ruleIndex":0,"ruleName":"10% off with a coupon","effectType":\
        "acceptCoupon","props":{"value":"SUMMER10"},"triggeredByCoupon":4928},{"campaignId":244,"rulesetId":73,"ruleIndex":0,\
        "ruleName":"10% off with a coupon","effectType":"setDiscount","props":{"name":"10% off","value":6.99},\
        "triggeredByCoupon":4928}],"createdCoupons":[],"createdReferrals":[],"customerSession":{"integrationId":"s1","state":\
        "open","total":69.9,"cartItemTotal":69.9,"additionalCostTotal":0}}
        """

    static func run() async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 256)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(withPipeliningAssistance: false)
                    try channel.pipeline.syncOperations.addHandler(Handler())
                }
            }
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .bind(host: "127.0.0.1", port: 0).get()
        print(channel.localAddress?.port ?? 0)
        fflush(nil)
        try await channel.closeFuture.get()
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let body = ByteBuffer(string: CannedServer.answer)

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard case .end = unwrapInboundIn(data) else { return }
            let headers: HTTPHeaders = [
                "Content-Type": "application/json", "Content-Length": String(body.readableBytes),
            ]
            context.write(wrapOutboundOut(.head(.init(version: .http1_1, status: .ok, headers: headers))), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
