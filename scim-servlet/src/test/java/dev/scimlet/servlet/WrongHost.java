package dev.scimlet.servlet;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.function.Predicate;

/** What hosts were seen to do, or could, to requests and answers on their way, with the test of the contract that must notice. */
enum WrongHost {
    NAMES_ITSELF(
            "createsReadsAndDeletes",
            (request, response, service) -> service.service(
                    new HttpServletRequestWrapper(request) {
                        @Override
                        public String getServerName() {
                            return "inner.example";
                        }
                    },
                    response)),

    HAS_ERROR_PAGES("refusesDuplicates", withErrorPages()),
    HAS_ERROR_PAGES_FOR_PATHS("leavesErrorsToTheService", withErrorPages()),

    LACKS_PATCH(
            "changesInEntrasDialect",
            answering(405, request -> request.getMethod().equals("PATCH"))),
    LACKS_PATCH_FOR_GROUPS(
            "letsMembersInAndOut",
            answering(
                    405,
                    request -> request.getMethod().equals("PATCH")
                            && request.getRequestURI().contains("Groups"))),

    REFUSES_UNENCODED_QUOTES(
            "findsByFilters", answering(400, request -> query(request).contains("\""))),
    REFUSES_UNENCODED_BRACKETS(
            "findsByFilters", answering(400, request -> query(request).contains("["))),

    DECODES_QUERIES(
            "findsByFilters",
            (request, response, service) -> service.service(
                    new HttpServletRequestWrapper(request) {
                        @Override
                        public String getQueryString() {
                            return query(request).replace("%2B", "+").replace("%2b", "+");
                        }
                    },
                    response)),

    LIMITS_QUERIES(
            "findsByALongFilter", answering(414, request -> query(request).length() > 2_000)),
    REFUSES_COLONS(
            "findsASchema", answering(400, request -> request.getRequestURI().contains(":"))),

    DECODES_SLASHES(
            "takesNoEncodedSlashForAPath",
            (request, response, service) -> service.service(
                    new HttpServletRequestWrapper(request) {
                        @Override
                        public String getRequestURI() {
                            return super.getRequestURI().replace("%2F", "/");
                        }
                    },
                    response)),

    ASKS_PEOPLE_TO_SIGN_IN("asksForTheToken", (request, response, service) -> {
        if (request.getHeader("Authorization") == null) {
            response.setHeader("WWW-Authenticate", "Basic");
            response.sendError(401);
        } else {
            service.service(request, response);
        }
    }),

    ASKS_PEOPLE_TO_SIGN_IN_TOO("asksForTheToken", (request, response, service) -> {
        response.addHeader("WWW-Authenticate", "Basic");
        service.service(request, response);
    }),

    KEEPS_SESSIONS("keepsNoSession", (request, response, service) -> {
        response.addHeader("Set-Cookie", "JSESSIONID=1");
        service.service(request, response);
    }),

    READS_FORMS(
            "refusesMalformedBodies", answering(400, request -> type(request).contains("form"))),
    HEEDS_CHARSETS("readsJsonAsUtf8", answering(415, request -> type(request).contains("8859"))),
    FAILS_ON_CHUNKS("refusesBrokenChunks", answering(500, request -> request.getHeader("Transfer-Encoding") != null)),

    TAKES_HALF_A_MEBIBYTE("letsLargeBodiesThrough", answering(413, request -> request.getContentLength() > 1 << 19)),
    TAKES_TWO_MEBIBYTES(
            "letsLargeBulkRequestsThrough", answering(413, request -> request.getContentLength() > 2 << 20)),
    TAKES_FIVE_MEBIBYTES("refusesBodiesAboveTheLimit", answering(413, request -> request.getContentLength() > 5 << 20));

    /** What comes between the container and the servlet. */
    private interface Fault {
        void handle(HttpServletRequest request, HttpServletResponse response, Servlet service)
                throws ServletException, IOException;
    }

    private final String noticedBy;
    private final transient Fault fault;

    WrongHost(String noticedBy, Fault fault) {
        this.noticedBy = noticedBy;
        this.fault = fault;
    }

    /** The test of the contract that must fail. */
    String noticedBy() {
        return noticedBy;
    }

    /** The servlet with the fault in front of it. */
    Servlet before(Servlet service) {
        return new Faulty(fault, service);
    }

    private static final class Faulty extends HttpServlet {

        private static final long serialVersionUID = 1L;

        private final transient Fault fault;
        private final transient Servlet service;

        Faulty(Fault fault, Servlet service) {
            this.fault = fault;
            this.service = service;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            fault.handle(request, response, service);
        }
    }

    private static Fault answering(int status, Predicate<HttpServletRequest> requests) {
        return (request, response, service) -> {
            if (requests.test(request)) {
                response.sendError(status);
            } else {
                service.service(request, response);
            }
        };
    }

    private static Fault withErrorPages() {
        return (request, response, service) -> {
            boolean[] refused = {false};
            service.service(request, new HttpServletResponseWrapper(response) {
                @Override
                public void setStatus(int status) {
                    refused[0] = status >= 400;
                    super.setStatus(status);
                }

                @Override
                public void setContentType(String type) {
                    super.setContentType(refused[0] ? "text/html" : type);
                }
            });
        };
    }

    private static String query(HttpServletRequest request) {
        return request.getQueryString() == null ? "" : request.getQueryString();
    }

    private static String type(HttpServletRequest request) {
        return request.getContentType() == null ? "" : request.getContentType();
    }
}
