"""Addresses of the owner's pages."""

from django.urls import path

from rostra.control.views import (
    approving,
    categories,
    fields,
    groups,
    invitations,
    looks,
    members,
    merging,
    overview,
    reactions,
    rights,
    terms,
)

app_name = "control"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("site/", overview.site, name="site"),
    path("terms/", terms.terms, name="terms"),
    path("fields/", fields.fields, name="fields"),
    path("fields/<id:field_id>/", fields.field, name="field"),
    path("reactions/", reactions.reactions, name="reactions"),
    path("reactions/<slug:key>/", reactions.reaction, name="reaction"),
    path("seen-as/", overview.seen_as, name="seen-as"),
    path("promotions/", members.promotions, name="promotions"),
    path("members/", members.members, name="members"),
    path("members/<id:member_id>/", members.member, name="member"),
    path("members/<id:member_id>/groups/", members.member_groups, name="member-groups"),
    path("members/<id:member_id>/name/", members.name, name="member-name"),
    path("members/<id:member_id>/suspension/", members.suspension, name="suspension"),
    path("members/<id:member_id>/invitation/", members.invitation, name="invitation"),
    path("members/<id:member_id>/merging/", merging.merging, name="merging"),
    path("looks/", looks.staff_looks, name="looks"),
    path("invitations/", invitations.invitations, name="invitations"),
    path(
        "invitations/<id:invitation_id>/",
        invitations.invitation,
        name="withdraw-invitation",
    ),
    path("waiting/", approving.waiting, name="waiting"),
    path("waiting/<id:member_id>/", approving.waiting_member, name="waiting-member"),
    path("groups/", groups.groups, name="groups"),
    path("groups/<id:group_id>/", groups.group, name="group"),
    path("groups/<id:group_id>/members/", groups.people, name="group-members"),
    path("categories/", categories.categories, name="categories"),
    path("categories/new/", categories.new, name="new-category"),
    path("categories/order/", categories.order, name="category-order"),
    path("categories/<id:category_id>/", categories.category, name="category"),
    path(
        "categories/<id:category_id>/rights/",
        rights.of_category,
        name="category-rights",
    ),
    path("rights/", rights.of_site, name="rights"),
]
