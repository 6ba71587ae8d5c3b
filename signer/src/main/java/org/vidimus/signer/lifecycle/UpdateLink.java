package org.vidimus.signer.lifecycle;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.TextParseException;

/// Talks to the primary server of a zone: over TCP, as nothing small is sent, and signed where there is a key.
///
/// Thread-safe: each question has a connection of its own.
final class UpdateLink {
    private final UpdateSettings settings;
    private final Optional<TsigKey> key;
    private final Clock clock;

    UpdateLink(UpdateSettings settings, Optional<TsigKey> key, InstantSource clock) {
        this.settings = settings;
        this.key = key;
        this.clock = clock.withZone(ZoneOffset.UTC);
    }

    /// What the server is called in messages.
    String server() {
        return settings.server().toString();
    }

    /// The server's answer, whatever its code; one to a signed question is signed as well.
    ///
    /// @throws LifecycleException if there is none, or it is not the server's own
    Message ask(Message question) throws LifecycleException {
        try (var socket = new Socket()) {
            int timeout = Math.toIntExact(Math.min(settings.timeout().toMillis(), 600_000));
            socket.connect(
                    new InetSocketAddress(
                            settings.server().address(), settings.server().port()),
                    timeout);
            socket.setSoTimeout(timeout);
            Optional<TSIG> tsig = tsig();
            tsig.ifPresent(signing -> signing.apply(question, null));
            byte[] octets = question.toWire(Message.MAXLENGTH);
            socket.getOutputStream()
                    .write(ByteBuffer.allocate(2 + octets.length)
                            .putShort((short) octets.length)
                            .put(octets)
                            .array());
            var in = new DataInputStream(socket.getInputStream());
            byte[] reply = new byte[in.readUnsignedShort()];
            in.readFully(reply);
            return check(question, reply, tsig);
        } catch (SocketTimeoutException late) {
            throw new LifecycleException(
                    server() + " does not answer within " + settings.timeout().toSeconds() + " s", late);
        } catch (IOException failed) {
            throw new LifecycleException(server() + " cannot be asked: " + failed.getMessage(), failed);
        }
    }

    private Message check(Message question, byte[] octets, Optional<TSIG> tsig) throws IOException, LifecycleException {
        Message reply = new Message(octets);
        if (reply.getHeader().getID() != question.getHeader().getID()
                || !reply.getHeader().getFlag(Flags.QR)
                || reply.getHeader().getOpcode() != question.getHeader().getOpcode()) {
            throw new LifecycleException(server() + " answers something else");
        }
        TSIGRecord signature = reply.getTSIG();
        if (signature != null && signature.getError() != Rcode.NOERROR) {
            throw new LifecycleException(refusal(signature.getError()));
        }
        boolean good = reply.getHeader().getRcode() == Rcode.NOERROR
                || reply.getHeader().getRcode() == Rcode.NXDOMAIN;
        if (tsig.isPresent() && good) {
            // RFC 8945 §5.3: an answer that is not signed may be anybody's. A refusal changes nothing, and is
            // believed.
            int verdict = signature == null ? Rcode.BADSIG : tsig.get().verify(reply, octets, question.getTSIG());
            if (verdict != Rcode.NOERROR) {
                throw new LifecycleException("the answer of " + server() + " is not signed with the key " + keyName());
            }
        }
        return reply;
    }

    private String keyName() {
        return key.map(known -> known.name().toString()).orElse("");
    }

    /// Why the server does not believe the signature ([RFC 8945
    /// §5.2](https://www.rfc-editor.org/rfc/rfc8945#section-5.2)).
    private String refusal(int error) {
        return server()
                + switch (error) {
                    case Rcode.BADKEY ->
                        " does not know the key " + keyName() + " with that algorithm, or not for this (BADKEY)";
                    case Rcode.BADSIG -> " has another secret for the key " + keyName() + " (BADSIG)";
                    case Rcode.BADTIME -> " has another time of day than this machine (BADTIME)";
                    default -> " refuses the signature (" + Rcode.TSIGstring(error) + ")";
                };
    }

    /// Why an update was refused ([RFC 2136 §2.2](https://www.rfc-editor.org/rfc/rfc2136#section-2.2)).
    String refusal(Message reply, Name zone) {
        int code = reply.getHeader().getRcode();
        String doing = reply.getHeader().getOpcode() == Opcode.UPDATE ? "update" : "question";
        return server()
                + switch (code) {
                    case Rcode.NOTAUTH ->
                        " is not the primary server of " + zone.toString(true)
                                + (key.isPresent() ? "" : ", or wants a key") + " (NOTAUTH)";
                    case Rcode.REFUSED ->
                        " does not allow this " + doing
                                + (key.isPresent() ? " with the key " + keyName() : " without a key") + " (REFUSED)";
                    case Rcode.NOTZONE -> ": that name is not in the zone " + zone.toString(true) + " (NOTZONE)";
                    case Rcode.NOTIMP -> " takes no dynamic updates (NOTIMP)";
                    case Rcode.YXDOMAIN, Rcode.YXRRSET, Rcode.NXDOMAIN, Rcode.NXRRSET ->
                        ": somebody has changed the record just now (" + Rcode.string(code) + ")";
                    default -> " answers " + Rcode.string(code);
                };
    }

    private Optional<TSIG> tsig() throws TextParseException {
        if (key.isEmpty()) {
            return Optional.empty();
        }
        TsigKey known = key.get();
        var secret =
                new SecretKeySpec(known.secret().toArray(), known.algorithm().jdkName());
        return Optional.of(new TSIG(known.algorithm().wireName(), Name.fromString(known.name() + "."), secret, clock));
    }
}
