"""Publishers: all that were met here, and one with what is known of it."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.views.decorators.http import require_http_methods, require_safe

from rostra.accounts.forms import Filled
from rostra.accounts.policies import SitePolicy
from rostra.forum.models import Publisher
from rostra.forum.selectors.publishers import publisher_list, publisher_page
from rostra.forum.services.ruling import rule_on
from rostra.forum.slots import PUBLISHER
from rostra.foundation.domains import domain_of, tidy_domain
from rostra.foundation.visibility import NotVisible
from rostra.web.pages import render


class RuleForm(forms.Form):
    """What the owner says of a domain."""

    rule = forms.ChoiceField(choices=Publisher.Rule, required=False)
    note = forms.CharField(max_length=20_000, required=False)


@require_safe
@login_not_required
def publishers(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("domain", "")[:300].strip()
    domain = domain_of(asked) or tidy_domain(asked)
    start = domain or asked.lower().removeprefix("www.")
    after = request.GET.get("after", "")[:300]
    page = publisher_list(reader=request.user, start=start, after=after)
    is_there = domain in [row.domain for row in page.rows]
    if domain and (is_there or not page.rows):
        return HttpResponseRedirect(f"/publisher/{domain}/")
    govern = SitePolicy(request.user).govern()
    context = {"page": page, "govern": govern, "asked": asked, "domain": domain}
    return render(request, "forum/publishers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def publisher(request: HttpRequest, domain: str) -> HttpResponse:
    tidy = tidy_domain(domain)
    if tidy and tidy != domain:
        return HttpResponsePermanentRedirect(f"/publisher/{tidy}/")
    page = publisher_page(reader=request.user, domain=tidy)
    sections = PUBLISHER.render(page) if tidy else ""
    if not tidy or not (sections or page.said or page.govern):
        raise NotVisible("publisher")
    said = page.said
    given = {"rule": said.rule if said else "", "note": said.note if said else ""}
    form = RuleForm(request.POST if request.method == "POST" else None, initial=given)
    if form.is_bound and not request.user.is_authenticated:
        return HttpResponseRedirect(f"/sign-in/?next=/publisher/{tidy}/")
    if form.is_bound and form.is_valid():
        try:
            rule_on(owner=request.user, domain=tidy, **form.cleaned_data)
            return HttpResponseRedirect(f"/publisher/{tidy}/", status=303)
        except ValidationError as refused:
            form.add_error(None, refused)
    context = {"page": page, "sections": sections, "form": Filled(form)}
    status = 422 if form.is_bound else 200
    return render(request, "forum/publisher.html", context, status=status)
