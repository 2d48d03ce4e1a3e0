package dev.scimlet.examples.mediusflow.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTest {

    @Test
    void escapesTexts() {
        assertThat(Html.p(Html.text("<b>\"Tom\" & 'Ann'</b>\0")).markup())
                .isEqualTo("<p>&lt;b&gt;&quot;Tom&quot; &amp; &#39;Ann&#39;&lt;/b&gt;\uFFFD</p>");
    }

    @Test
    void escapesAttributes() {
        assertThat(Html.input(Attribute.value("\" autofocus onfocus=\"alert(1)"))
                        .markup())
                .isEqualTo("<input value=\"&quot; autofocus onfocus=&quot;alert(1)\">");
    }

    @Test
    void takesAttributesAndContentInAnyOrder() {
        assertThat(Html.div(Html.text("a"), Attribute.id("x"), Html.text("b")).markup())
                .isEqualTo("<div id=\"x\">ab</div>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                " javascript:alert(1)",
                "JAVASCRIPT:alert(1)",
                "data:text/html,x",
                "//evil.example",
                "/\\evil.example",
                "http://evil.example",
                "users/1",
                ""
            })
    void refusesAddressesThatLeadAstray(String address) {
        assertThatThrownBy(() -> Attribute.href(address)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Attribute.action(address)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Attribute.src(address)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/console/fabrikam", "?page=2", "#content", "https://example.com/x"})
    void takesAddressesOfOurOwn(String address) {
        assertThat(Html.a(Attribute.href(address)).markup()).isEqualTo("<a href=\"" + address + "\"></a>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x onclick", "", "a=b", "A"})
    void refusesOddNamesOfAttributes(String name) {
        assertThatThrownBy(() -> Attribute.data(name, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Attribute.aria(name, "x")).isInstanceOf(IllegalArgumentException.class);
    }
}
